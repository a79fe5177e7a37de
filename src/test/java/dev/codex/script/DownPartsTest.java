package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other tools keep to take a migration back is never applied as one. */
final class DownPartsTest {
  private static final String RENAME =
      "move down scripts out of the directory, or rename each pair to NAME.up.sql and NAME.down.sql";

  @TempDir
  private Path root;

  private FormatDirectory directory;

  @BeforeEach
  void start() {
    directory = new FormatDirectory(root);
  }

  @ParameterizedTest
  @CsvSource({
    "20200101000000-a-up.sql, 20200101000000-a-down.sql",
    "0001.init.sql, 0001.init.rollback.sql",
    "001_a.sql, 001_a_rollback.sql",
    "001_a.sql, 001_a_REVERT.sql",
    "001-a.sql, 001-a.undo.sql",
    "001.do.sql, 001_down.sql"
  })
  void a_down_script_beside_its_script_is_refused(String up, String down) {
    directory.withFiles(up, down);
    assertThat(directory.read(ScriptFormat.PLAIN).problems())
        .extracting(Problem::sentence)
        .containsExactly(down
            + " undoes the script beside it by its name, and would be applied as a migration here; "
            + RENAME);
    assertThat(directory.facts()).hasSize(1);
  }

  @Test
  void many_down_scripts_are_one_sentence() {
    directory.withFiles("1_a.sql", "1_a_down.sql", "2_b.sql", "2_b_down.sql");
    assertThat(directory.facts())
        .containsExactly(
            "1_a_down.sql undoes the script beside it by its name, and would be applied as a migration here"
                + " (and so in 1 more file)");
  }

  @Test
  void a_name_alone_is_no_down_script() {
    directory.withFiles("1_slow_down.sql", "1_markdown.sql", "1_mark.sql", "2_a_undo.sql");
    assertThat(directory.facts()).isEmpty();
    assertThat(directory.labels()).hasSize(4);
  }

  @Test
  void pairs_that_are_renamed_as_advised_are_taken() {
    directory.withFiles("0001.init.up.sql", "0001.init.down.sql");
    assertThat(directory.facts()).isEmpty();
    assertThat(directory.labels()).containsExactly("0001.init");
  }

  @Test
  void an_undo_script_needs_no_description() {
    directory.withFiles("1.do.sql", "1.undo.sql");
    assertThat(directory.facts()).isEmpty();
    assertThat(directory.labels()).containsExactly("1.do");
    assertThat(directory.read().migrations().get(0).down()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Play | -- !Ups | -- !Downs",
        "Play | # --- !Ups | # --- !Downs",
        "sql-migrate | -- +migrate Up | -- +migrate Down",
        "sql-migrate | -- +migrate Up | -- +migrate Down notransaction",
        "tern | create table t (); | ---- create above / drop below ----",
        "MyBatis Migrations | -- // a | -- //@UNDO",
        "micrate | -- +micrate Up | -- +micrate Down",
        "rambler | -- rambler up | -- rambler down",
        "shmig | -- ==== UP ==== | -- ==== DOWN ===="
      })
  void a_down_part_of_another_tool_is_refused(String tool, String up, String down) {
    directory.with("1.sql", up + "\nselect 1;\r\n" + down + "\r\nselect 2;\n");
    String sentence = "1.sql:3:1: what stands below \"" + down + "\" undoes the migration under "
        + tool
        + ", and would be applied here; remove the down part, split the file into NAME.up.sql"
        + " and NAME.down.sql, or run these scripts with " + tool;
    assertThat(directory.read().problems()).extracting(Problem::sentence).containsExactly(sentence);
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "PLAIN", "SQLX", "SUPABASE"})
  void many_files_are_one_sentence_and_no_question(ScriptFormat format) {
    for (int i = 1; i < 5; i++) {
      directory.with(i + "_a.sql", "select 1;\n-- +migrate Down\nselect 2;\n");
    }
    assertThat(directory.facts(format))
        .containsExactly(
            "1_a.sql:2:1: what stands below \"-- +migrate Down\" undoes the migration under sql-migrate,"
                + " and would be applied here (and so in 3 more files)");
  }

  @ParameterizedTest
  @CsvSource({
    "goose, -- +goose Down",
    "dbmate, -- migrate:down",
    "node-pg-migrate, -- Down Migration"
  })
  void a_tool_that_is_a_format_is_named_as_one(String tool, String down) {
    directory.with("1_a.sql", "-- Up Migration\nselect 1;\n" + down + "\nselect 2;\n");
    assertThat(directory.read(ScriptFormat.SQLX).problems())
        .singleElement()
        .extracting(Problem::advice)
        .isEqualTo("set migrations.format: " + tool + ", or remove the down part");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- +migrate Up",
        "-- +migrate Down is what sql-migrate writes",
        "-- the Down part: -- +migrate Down",
        "-- Down Migration",
        "select '\n-- +migrate Down\n';",
        "/*\n-- //@UNDO\n*/",
        "do $$\n-- !Downs\n$$;"
      })
  void what_only_looks_like_a_down_part_is_applied(String text) {
    directory.with("1_a.sql", text + "\nselect 1;\n");
    assertThat(directory.facts(ScriptFormat.PLAIN)).isEmpty();
  }

  @Test
  void a_down_script_may_begin_with_a_marker() {
    directory.withFiles("1_a.up.sql").with("1_a.down.sql", "-- +migrate Down\nselect 1;\n");
    assertThat(directory.facts(ScriptFormat.SQLX)).isEmpty();
  }

  @Test
  void a_large_script_is_searched_to_its_end() {
    String line = "select 'a line that is long enough for a large script';\n";
    String large = line.repeat(200_000);
    directory.with("1_a.sql", large + "-- +migrate Down\nselect 1;\n");
    directory.with("2_b.sql", large + "select '\n-- !Downs\n';\n");
    assertThat(directory.facts(ScriptFormat.PLAIN))
        .singleElement()
        .asString()
        .startsWith("1_a.sql:200001:1: what stands below \"-- +migrate Down\"");
  }
}
