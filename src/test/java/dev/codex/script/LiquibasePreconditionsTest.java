package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Migration;
import dev.codex.migration.Preconditions.Check;
import dev.codex.migration.Preconditions.Otherwise;
import dev.codex.migration.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Liquibase itself makes of them is compared in {@code AdoptFromLiquibaseIT}. */
final class LiquibasePreconditionsTest {
  @TempDir
  private Path root;

  private FormatDirectory directory;

  @BeforeEach
  void start() {
    directory = new FormatDirectory(root);
  }

  private Migration with(String lines) {
    return directory
        .with("a.sql", "--liquibase formatted sql\n--changeset a:1\n" + lines + "\nselect 1;\n")
        .only(ScriptFormat.LIQUIBASE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      --precondition-sql-check expectedResult:0 select 0;           | 0   | select 0
      -- precondition-sql-check 0 select 0                          | 0   | select 0
      --precondition-sql-check EXPECTEDRESULT:'a b' select 'a b'    | a b | select 'a b'
      --precondition-sql-check expectedResult:"a b" select 'a b' ;  | a b | select 'a b'
      """)
  void a_query_and_what_it_must_give(String line, String expected, String query) {
    Migration migration = with(line);
    assertThat(ScriptInspector.inspect(migration.script()).problems()).isEmpty();
    assertThat(migration.script().preconditions().checks()).singleElement().satisfies(check -> {
      assertThat(check.line()).isEqualTo(3);
      assertThat(check.said()).isEqualTo(line.strip());
      assertThat(check.expected()).isEqualTo(expected);
      assertThat(check.query().strip()).isEqualTo(query);
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --preconditions                                   | HALT     | HALT
      --preconditions onFail:MARK_RAN onError:WARN      | MARK_RAN | WARN
      -- PRECONDITIONS onerror:mark_ran onUpdateSQL:RUN | HALT     | MARK_RAN
      --preconditions onFail: MARK_RAN                  | HALT     | HALT
      """)
  void what_is_done_where_it_does_not_hold(String line, Otherwise onFail, Otherwise onError) {
    Migration migration = with(line + "\n--precondition-sql-check expectedResult:0 select 0");
    assertThat(migration.script().preconditions().onFail()).isEqualTo(onFail);
    assertThat(migration.script().preconditions().onError()).isEqualTo(onError);
    assertThat(migration.script().preconditions().checks())
        .extracting(Check::line)
        .containsExactly(4);
  }

  @Test
  void they_are_no_part_of_what_is_run_nor_of_its_checksum() {
    Migration without = with("");
    Migration with = with("--precondition-table-exists table:t");
    assertThat(with.checksum()).isEqualTo(without.checksum());
    assertThat(with.script().text().orElseThrow()).doesNotContain("precondition");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--precondition-sql-check\texpectedResult:1 select 0",
        "--preconditioned-sql-check expectedResult:1 select 0",
        "select 1; --precondition-sql-check expectedResult:1 select 0"
      })
  void what_liquibase_takes_for_a_comment_is_one(String line) {
    assertThat(with(line).script().preconditions().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      --preconditions onFail:CONTINUE                                       | onFail:CONTINUE leaves the changeset for a later run
      --preconditions onError:SKIP                                          | onError:SKIP is not known
      --precondition-sql-check                                              | this is no sql-check
      --precondition-sql-check expectedResult: 0 select 0                   | this is no sql-check
      --precondition-sql-check expectedResult:0 select 0; drop table t      | what this precondition asks is not one query
      --precondition-sql-check expectedResult:0 delete from t returning 0   | what this precondition asks is not one query
      --precondition-table-exists tableName:t                               | this names no table
      --precondition-view-exists                                            | this names no view
      --precondition-column-exists table:t column:c                         | Liquibase knows no precondition column-exists in SQL
      --precondition-sql-check expectedResult:0 select 'x                   | this quote
      """)
  void what_cannot_be_looked_at_is_refused_where_it_is_to_be_run(String line, String fact) {
    assertThat(ScriptInspector.inspect(with(line).script()).problems())
        .extracting(Problem::sentence)
        .first()
        .asString()
        .startsWith("a.sql:3:")
        .contains(fact);
  }
}
