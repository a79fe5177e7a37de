package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.faults.Logged;
import dev.codex.migration.Migration;
import dev.codex.migration.Version;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formats that only names make. */
final class FormatNamesTest {
  @TempDir
  private Path root;

  private FormatDirectory directory;

  @BeforeEach
  void start() {
    directory = new FormatDirectory(root);
  }

  @Test
  void golang_migrate_has_a_number_a_title_and_a_direction() {
    directory.withFiles(
        "10_b.up.sql",
        "000002_add_index.up.sql",
        "000002_add_index.down.sql",
        "seed.sql",
        "more/3_c.up.sql");
    assertThat(directory.facts()).isEmpty();
    assertThat(directory.labels()).containsExactly("000002 (add index)", "10 (b)");
    assertThat(directory.read().migrations())
        .extracting(migration -> migration.down() != null)
        .containsExactly(true, false);
  }

  @Test
  void golang_migrate_numbers_have_64_bits() {
    directory.withFiles("18446744073709551615_a.up.sql", "18446744073709551616_b.up.sql");
    assertThat(directory.facts())
        .containsExactly("18446744073709551616_b.up.sql has a version above 18446744073709551615");
  }

  @Test
  void golang_migrate_takes_any_ending_and_none_of_them_is_left_out() {
    directory
        .withFiles("1_a.up.sql", "1_a.down.sql", "README.up.md", "2 b.up.txt")
        .with("2_b.up.pgsql", "select 1;")
        .with("sub/3_c.up.pgsql", "select 1;");
    assertThat(directory.facts())
        .containsExactly(
            "2_b.up.pgsql is a migration for golang-migrate, whatever its name ends with, and Codex takes .sql");
  }

  @Test
  void a_down_script_needs_its_up_script() {
    directory.withFiles("1_a.up.sql", "2_b.down.sql");
    assertThat(directory.read().problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence())
            .isEqualTo(
                "2_b.down.sql undoes version 2, and there is no script with that version; add 2_....up.sql,"
                    + " or remove it"));
  }

  @Test
  void two_scripts_of_one_version_are_told() {
    directory.withFiles("1_a.up.sql", "01_b.up.sql");
    assertThat(directory.facts(ScriptFormat.GOLANG_MIGRATE))
        .singleElement()
        .asString()
        .contains("1_a.up.sql", "01_b.up.sql", "have both version");
  }

  @Test
  void diesel_orders_by_the_time_and_then_by_what_follows_it() {
    directory.withFiles(
        "2026-05-27-120000-0001_c/up.sql",
        "2026-05-27-120000-0000_b/up.sql",
        "2026-05-27-120000-0000_b/down.sql",
        "20140924113530_a/up.sql",
        "2027-01-01-000000_d/up.sql",
        "00000000000000_setup/up.sql",
        "2026-05-27-120000_e/up.sql",
        "notes.sql");
    assertThat(directory.facts()).isEmpty();
    assertThat(directory.labels())
        .containsExactly(
            "00000000000000 (setup)",
            "20140924113530 (a)",
            "20260527120000 (e)",
            "20260527120000.10000 (b)",
            "20260527120000.10001 (c)",
            "20270101000000 (d)");
    assertThat(directory.read().migrations().get(3).down()).isNotNull();
  }

  @Test
  void diesel_settings_stand_beside_the_script() {
    directory
        .withFiles("2024-01-01-000000_a/up.sql", "2024-01-02-000000_b/up.sql")
        .with("2024-01-01-000000_a/metadata.toml", "# why\nrun_in_transaction = false\n")
        .with("2024-01-02-000000_b/metadata.toml", "run_in_transaction = true\n");
    assertThat(directory.read().migrations())
        .extracting(migration -> migration.script().header().noTransaction())
        .containsExactly(true, false);
  }

  @Test
  void prisma_folders_are_their_whole_names() {
    directory
        .withFiles(
            "20240528214728_index_2/migration.sql",
            "20240528214728_index_10/migration.sql",
            "20240101000000_init/migration.sql")
        .with("migration_lock.toml", "provider = \"postgresql\"");
    assertThat(directory.facts()).isEmpty();
    assertThat(directory.labels())
        .containsExactly(
            "20240101000000_init", "20240528214728_index_10", "20240528214728_index_2");
  }

  @Test
  void plain_scripts_are_their_whole_names() {
    directory.withFiles(
        "0001_b.sql", "0001_a.sql", "0001.sql", "0010.do.c.sql", "0010.undo.c.sql", "meta/x.sql");
    assertThat(directory.facts(ScriptFormat.PLAIN)).isEmpty();
    assertThat(directory.labels(ScriptFormat.PLAIN))
        .containsExactly("0001.", "0001_a", "0001_b", "0010.do.c");
    Migration last = directory.read(ScriptFormat.PLAIN).migrations().get(3);
    assertThat(last.down()).isNotNull();
    assertThat(Version.read(String.valueOf(last.version()))).isEqualTo(last.version());
  }

  @Test
  void plain_numbers_that_are_no_order_of_names_are_told() {
    try (Logged warned = Logged.watch("plain scripts are applied in the order of their names")) {
      directory.withFiles("01.sql", "02_a.sql", "10.sql", "11.undo.sql", "9.undo.sql");
      assertThat(directory.labels()).containsExactly("01.", "02_a", "10.");
      assertThat(warned.leaks()).isEmpty();
      directory.withFiles("1.sql", "2.sql");
      assertThat(directory.labels()).containsExactly("01.", "02_a", "1.", "10.", "2.");
      assertThat(warned.leaks()).singleElement().asString().contains("02_a.sql before 1.sql");
    }
  }

  @Test
  void where_plain_scripts_say_up_the_others_are_none() {
    directory.withFiles(
        "0000_a.up.sql",
        "0000_a.down.sql",
        "0000_b.up.sql",
        "0001_c_up.sql",
        "0001_c_down.sql",
        "0002_d.down.sql");
    assertThat(directory.facts(ScriptFormat.PLAIN)).isEmpty();
    assertThat(directory.labels(ScriptFormat.PLAIN)).containsExactly("0000_a", "0000_b");
  }

  @Test
  void sqlx_says_in_the_first_line_that_it_wants_no_transaction() {
    directory
        .with("1_a.sql", "-- no-transaction\ncreate index concurrently i on t (c);")
        .with("2_b_c.sql", "\n-- no-transaction\nselect 1;");
    assertThat(directory.labels()).containsExactly("1 (a)", "2 (b c)");
    assertThat(directory.read().migrations())
        .extracting(migration -> migration.script().header().noTransaction())
        .containsExactly(true, false);
  }
}
