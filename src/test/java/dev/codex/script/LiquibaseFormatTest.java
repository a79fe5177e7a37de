package dev.codex.script;

import static dev.codex.script.FormatDirectory.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Kind;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LiquibaseFormatTest {
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

  private static String sent(Migration migration) {
    return migration.script().text().orElseThrow().strip();
  }

  private List<String> within(String... contexts) {
    MigrationSet set = Locations.read(
        List.of(root.toString()),
        ScriptFormat.AUTO,
        Placeholders.NONE,
        List.of(contexts),
        getClass().getClassLoader());
    assertThat(set.problems()).isEmpty();
    return set.migrations().stream().map(Migration::label).toList();
  }

  @Test
  void changesets_come_in_the_order_of_paths_and_places() {
    directory
        .with("b.sql", HEADER + "--changeset ann:2\nselect 1;\n--changeset ann:1\nselect 2;\n")
        .with("a/z.sql", HEADER + "--changeset \"Jim Knopf\":\"a b\"\n--comment why\nselect 3;\n")
        .with("a-b.sql", HEADER + "--changeset ann:1\nselect 4;\n");
    assertThat(directory.labels())
        .containsExactly(
            "a-b.sql::1::ann", "a/z.sql::a b::Jim Knopf (why)", "b.sql::2::ann", "b.sql::1::ann");
  }

  @Test
  void one_that_is_run_again_when_it_has_changed_keeps_its_place() {
    directory.with(
        "a.sql",
        HEADER
            + "--changeset ann:view runOnChange:true\nselect 1;\n--changeset ann:2\nselect 2;\n");
    assertThat(directory.read().migrations())
        .extracting(Migration::kind)
        .containsExactly(Kind.REPEATABLE, Kind.VERSIONED);
  }

  @Test
  void a_logical_path_stands_for_that_of_the_file() {
    directory.with(
        "a.sql",
        "--liquibase formatted sql logicalFilePath:classpath:/db/x.sql\n--changeset ann:1\nselect 1;\n"
            + "--changeset ann:2 logicalFilePath:./y.sql\nselect 1;\n");
    assertThat(directory.labels()).containsExactly("db/x.sql::1::ann", "y.sql::2::ann");
  }

  @Test
  void the_place_in_the_file_and_what_is_no_sql_do_not_count_for_the_checksum() {
    Migration first = only("--changeset ann:1\nselect 1;\n--rollback select 2;\n");
    Migration later = directory
        .with(
            "a.sql",
            HEADER + "--changeset ann:0\nselect 0;\n\n--changeset ann:1 labels:x\n\nselect 1;\n\n")
        .read()
        .migrations()
        .get(1);
    assertThat(later.checksum()).isEqualTo(first.checksum());
    assertThat(later.script().name()).isEqualTo("a.sql::1::ann");
  }

  @Test
  void lines_keep_their_numbers() {
    Migration migration = only("\n--changeset ann:1\nselect 1;\n--rollback x\nselect 'open;\n");
    assertThat(refusals(migration))
        .singleElement()
        .asString()
        .startsWith("a.sql:6:8: this quote is not closed");
  }

  @Test
  void what_undoes_it_is_told_in_lines_or_in_a_comment() {
    assertThat(only("--changeset a:1\nselect 1;\n--rollback drop a;\n  -- rollback drop b;\n")
            .down())
        .isNotNull()
        .satisfies(down -> assertThat(down.text()).isEqualTo("drop a;\ndrop b;\n"));
    assertThat(only("--changeset a:1\nselect 1;\n/* liquibase rollback\ndrop a;\n*/\n")
            .down())
        .isNotNull()
        .satisfies(down -> assertThat(down.text()).isEqualTo("drop a;\n"));
    assertThat(only("--changeset a:1\nselect 1;\n--rollback not required\n").down())
        .isNull();
    assertThat(only("--changeset a:1\nselect 1;\n--rollback changesetId:0 changesetAuthor:a\n")
            .down())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      --changeset a:1                      | select 1 N/N select 2 Ngo N select 'go' | select 1 N;N select 2 N ; N select 'go'
      --changeset a:1 endDelimiter:/       | select 4/2 N/N select 1               | select 4/2 N;N select 1
      --changeset a:1 endDelimiter:@@      | select '@@' @@ N select $$@@$$@@      | select '@@' ;  N select $$@@$$;
      --changeset a:1 endDelimiter:\\nGO    | select going N GO N select 1          | select going N ;  N select 1
      --changeset a:1 splitStatements:false | select 1; select 2;                  | select 1; select 2;
      --changeset a:1 splitStatements:false endDelimiter:$$ | do $$ begin end $$;  | do $$ begin end $$;
      --changeset a:1 endDelimiter:;) splitStatements:false | select (1);          | select (1);
      --changeset a:1 splitStatements:false endDelimiter:--> statement-breakpoint | select 1; | select 1;
      """)
  void delimiters_are_semicolons(String line, String text, String sent) {
    Migration read = only(line + "\n" + text.replace("N", "\n") + "\n");
    assertThat(refusals(read)).isEmpty();
    assertThat(sent(read).replaceAll("[ \n]+", " "))
        .isEqualTo(sent.replace("N", " ").strip().replaceAll("[ \n]+", " "));
  }

  @Test
  void comments_in_bodies_are_stripped_unless_they_are_to_be_kept() {
    String body =
        "do $a$ -- it's\nbegin /* a\nb */ x := '-- /* no */'; -- y\nend $a$;\nselect 'a';";
    assertThat(sent(only("--changeset a:1\n" + body)))
        .isEqualTo("do $a$ \nbegin  x := '-- /* no */'; \nend $a$\n;\nselect 'a';");
    assertThat(sent(only("--changeset a:1 stripComments:false\n" + body))).isEqualTo(body);
  }

  @Test
  void the_first_word_on_a_property_holds_and_for_later_files_too() {
    directory
        .with(
            "a.sql",
            HEADER
                + "--property name:t value:books dbms:mysql\n--property name:t value:shelves\n--property name:t value:no\n"
                + "--property name:mine value:here global:false\n--changeset a:1\nselect '${mine} ${t} ${other}';\n")
        .with("b.sql", HEADER + "--changeset a:1\nselect '${mine} ${t}';\n");
    assertThat(directory.read().migrations())
        .extracting(LiquibaseFormatTest::sent)
        .containsExactly("select 'here shelves ${other}';", "select '${mine} shelves';");
  }

  @Test
  void changesets_of_other_databases_and_ignored_ones_and_lines_are_left_out() {
    directory.with("a.sql", HEADER + """
            --changeset a:1 dbms:mysql,oracle
            select 1;
            --changeset a:2 dbms:!mysql
            select 2;
            --ignoreLines:2
            --changeset a:3
            nothing
            --changeset a:4 ignore:true
            select 4;
            --changeset a:5 dbms:postgresql,h2
            --ignoreLines:start
            nothing
            --ignoreLines:end
            select 5;
            --changeset a:6 dbms:"postgresql,h2"
            select 6;
            --changeset a:7 dbms:"!h2"
            select 7;
            --changeset a:8 dbms:"h2,postgresql"
            select 8;
            --changeset a:9 dbms: PostgreSQL
            select 9;
            """);
    assertThat(directory.labels())
        .containsExactly("a.sql::2::a", "a.sql::5::a", "a.sql::8::a", "a.sql::9::a");
    assertThat(sent(directory.read().migrations().get(1))).isEqualTo("select 5;");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      prod                  | true  | true  | false
      !prod                 | true  | false | true
      "prod and !demo"      | true  | true  | false
      "(demo or test), dev" | true  | false | true
      "not prod and demo"   | true  | false | true
      @prod                 | false | true  | false
      """)
  void contexts_tell_what_is_run(String context, boolean none, boolean prod, boolean demo) {
    directory.with(
        "a.sql",
        HEADER + "--changeset a:1 context:" + context + "\nselect 1;\n"
            + "--changeset a:2 labels:x\nselect 1;\n");
    assertThat(within().size() == 2).isEqualTo(none);
    assertThat(within("PROD").size() == 2).isEqualTo(prod);
    assertThat(within("demo").size() == 2).isEqualTo(demo);
  }

  /** As Liquibase 4.33 records it. */
  @Test
  void its_checksum_is_known() {
    Migration migration = only("--changeset a:1\ncreate table a (\n  id int);\n");
    assertThat(ScriptFingerprints.of(ScriptFormat.LIQUIBASE, directory.read()).values())
        .containsExactly(Set.of("9:bc977861bd4473eb06a874429a50b8f6"));
    assertThat(migration.version()).hasToString("a.sql::1::a");
  }
}
