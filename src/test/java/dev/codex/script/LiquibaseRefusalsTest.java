package dev.codex.script;

import static dev.codex.script.FormatDirectory.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Migration;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a changelog is refused, and the line that is told. */
final class LiquibaseRefusalsTest {
  private static final String HEADER = "--liquibase formatted sql\n";

  @TempDir
  private Path root;

  private FormatDirectory directory;

  @BeforeEach
  void start() {
    directory = new FormatDirectory(root);
  }

  private Migration only(String text) {
    return directory.with("a.sql", HEADER + text).only(ScriptFormat.LIQUIBASE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      runAlways:true       | a.sql:2:1: runAlways:true has it run with every update
      failOnError:false    | a.sql:2:1: failOnError:false has it count as done after an error
      runWith:psql         | a.sql:2:1: runWith:psql has it run by another program
      endDelimiter:$$      | a.sql:2:1: changeset a:1 has endDelimiter:$$, which is a pattern or a quote
      """)
  void what_it_cannot_do_is_refused_where_it_is_to_be_run(String attribute, String fact) {
    assertThat(refusals(only("--changeset a:1 " + attribute + "\nselect 1;\n")))
        .singleElement()
        .asString()
        .startsWith(fact);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      --changeset a: 1/select 1;                  | a.sql:2:1: this is not how a changeset begins
      --changeset nobody/select 1;                | a.sql:2:1: this is not how a changeset begins
      --changeset a:1//--changeset a:2/select 1;  | a.sql:2:1: there is no SQL in this changeset
      --changeset a:1/select 1;/--changeset a:1/select 2; | a.sql and a.sql have both version a.sql::1::a
      --changeset a:1/select 1;/~* liquibase rollback/x   | a.sql:4:1: this rollback is not closed
      --include file:b.sql/--changeset a:1/select 1;      | a.sql:2:1: this includes another changelog
      --ignoreLines:few/--changeset a:1/select 1;         | a.sql:2:1: ignoreLines:few is neither a number nor start
      """)
  void what_is_written_wrong_is_one_sentence(String lines, String fact) {
    directory.with("a.sql", HEADER + lines.replace('/', '\n').replace('~', '/'));
    assertThat(directory.facts()).singleElement().asString().startsWith(fact);
  }

  @Test
  void a_file_without_the_header_and_a_changelog_that_is_no_sql_are_refused() {
    directory
        .with("a.sql", HEADER + "--changeset a:1\nselect 1;\n")
        .with("b.sql", "select 1;\n")
        .with("master.yaml", "databaseChangeLog:\n- includeAll: {path: .}\n")
        .with("other.yaml", "a: b\n");
    assertThat(directory.facts())
        .containsExactlyInAnyOrder(
            "b.sql does not begin with --liquibase formatted sql",
            "master.yaml is a changelog that is not SQL, and Codex runs formatted SQL alone, in the order of the paths");
  }
}
