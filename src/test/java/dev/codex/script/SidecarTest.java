package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Callback;
import dev.codex.migration.Checksum;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flyway has besides its migrations: settings beside a script, baselines and callbacks. */
final class SidecarTest {
  private FormatDirectory directory;

  @BeforeEach
  void start(@TempDir Path root) {
    directory = new FormatDirectory(root);
  }

  @Test
  void a_script_is_told_to_run_without_a_transaction() {
    directory
        .with("deep/V1__a.sql", "vacuum;")
        .with("deep/V1__a.sql.conf", "# settings\n\nexecuteInTransaction = false\n");
    assertThat(directory.only(ScriptFormat.AUTO).script().header().noTransaction())
        .isTrue();
  }

  @Test
  void a_file_that_Flyway_ignores_is_left_out_in_its_format_with_its_settings() {
    directory
        .withFiles("V1__a.sql", "R__.sql", "update-sequences.sql", "V2_missing.sql", "v3__low.sql")
        .withFiles("U9__z.sql", "R1__b.sql", "V1a__c.sql")
        .with("update-sequences.sql.conf", "executeInTransaction = false\n");
    assertThat(directory.facts(ScriptFormat.FLYWAY)).isEmpty();
    assertThat(directory.labels(ScriptFormat.FLYWAY)).containsExactly("1 (a)", "R__");
    assertThat(directory.facts()).hasSize(8);
    assertThat(directory.read().problems())
        .extracting(Problem::advice)
        .contains(
            "did you mean V2__missing.sql? Or set migrations.format: flyway, which leaves it out as Flyway does",
            "name it like V7__add_index.sql, or R__book_overview.sql if it is repeatable, or set"
                + " migrations.format: flyway, which leaves it out as Flyway does");
  }

  @Test
  void a_callback_that_Flyway_would_run_is_never_left_out() {
    directory.withFiles("V1__a.sql", "beforeConnect.sql");
    assertThat(directory.read(ScriptFormat.FLYWAY).problems())
        .singleElement()
        .extracting(Problem::sentence)
        .asString()
        .contains("no moment at which a callback beforeConnect is run")
        .doesNotContain("migrations.format");
  }

  @Test
  void a_script_of_another_encoding_is_read_as_its_text(@TempDir Path root) throws IOException {
    String text = "select 'lås %s';".formatted("ü".repeat(20_000));
    directory.with("V1__a.sql.conf", "encoding=ISO-8859-1");
    Files.write(directory.root().resolve("V1__a.sql"), text.getBytes(StandardCharsets.ISO_8859_1));
    Migration migration = directory.only(ScriptFormat.AUTO);
    assertThat(migration.script().text()).contains(text);
    assertThat(migration.checksum()).isEqualTo(Checksum.of(text));
  }

  @Test
  void what_is_not_written_in_its_encoding_is_refused() throws IOException {
    directory.with("V1__a.sql.conf", "encoding=US-ASCII").with("V1__a.sql", "select 'ü'");
    assertThat(directory.facts())
        .containsExactly("V1__a.sql cannot be read: IO: it is not written in US-ASCII");
  }

  @Test
  void every_mistake_is_told_with_its_line() {
    directory
        .withFiles("V1__a.sql")
        .with(
            "V1__a.sql.conf",
            "executeInTransactions=false\nencoding=UTF-99\nplaceholderReplacement=no\nshouldExecute=x")
        .with("V2__b.sql.conf", "");
    MigrationSet set = directory.read();
    assertThat(set.problems().stream().map(problem -> problem.sentence()))
        .containsExactly(
            "V1__a.sql.conf:1:1: there is no setting executeInTransactions of a script; did you mean"
                + " executeInTransaction?",
            "V1__a.sql.conf:2:1: there is no encoding \"UTF-99\"; write one such as ISO-8859-1",
            "V1__a.sql.conf:3:1: placeholderReplacement is \"no\"; write true or false",
            "V1__a.sql.conf:4:1: there is no setting shouldExecute of a script; there are"
                + " executeInTransaction, encoding, placeholderReplacement",
            "V2__b.sql.conf holds the settings of V2__b.sql, and there is no such script; add the"
                + " script, or remove the file");
  }

  @Test
  void callbacks_and_baselines_are_no_versions() {
    directory.withFiles(
        "V1__a.sql",
        "B1__a.sql",
        "sub/afterMigrate__grants.sql",
        "afterMigrate.sql",
        "beforeEachMigrate.sql",
        "afterClean.sql");
    MigrationSet set = directory.read();
    assertThat(set.problems()).isEmpty();
    assertThat(set.migrations()).extracting(Migration::label).containsExactly("1 (a)");
    assertThat(set.baseline()).map(Migration::label).contains("1 (a)");
    assertThat(set.callbacks())
        .extracting(Callback::event)
        .containsExactly(
            Callback.Event.AFTER_MIGRATE,
            Callback.Event.BEFORE_EACH_MIGRATE,
            Callback.Event.AFTER_MIGRATE);
    assertThat(set.callbacks().get(2).migration().label())
        .isEqualTo("callback afterMigrate (grants)");
  }
}
