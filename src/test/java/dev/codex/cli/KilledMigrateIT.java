package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process that disappears. */
@ExtendWith(PostgresExtension.class)
final class KilledMigrateIT {
  private static final int KILLED = 128 + 9;

  @TempDir
  private Path directory;

  @Test
  void kill_9_in_the_middle_of_a_script_leaves_nothing_of_it_and_the_next_run_completes(
      TestDatabase database) {
    ScriptDirectory scripts = SleepingScript.in(directory);
    try (CodexProcess process =
        CodexProcess.start(database.env(), "migrate", "--location", scripts.toString())) {
      SleepingScript.awaitRunning(database);
      process.signal("KILL");
      process.end().withCode(KILLED);
    }
    SleepingScript.awaitGone(database);
    assertThat(database.<String>value("select to_regclass('slow')::text")).isNull();
    assertThat(database.<String>values("select script from codex_schema_history"))
        .containsExactly("V1__before.sql");
    SleepingScript.awaitUnlocked(database);

    SleepingScript.in(directory, 0);
    assertThat(Cli.run(database.env(), "migrate", "--location", scripts.toString())
            .withCode(0)
            .out())
        .startsWith("applied 1 migration in ");
    assertThat(database.<Long>value("select count(*) from slow")).isZero();
  }

  @Test
  void the_next_run_waits_until_the_server_has_noticed(TestDatabase database) {
    ScriptDirectory scripts = SleepingScript.in(directory, 600);
    try (CodexProcess process =
        CodexProcess.start(database.env(), "migrate", "--location", scripts.toString())) {
      SleepingScript.awaitRunning(database);
      process.signal("KILL");
    }
    SleepingScript.in(directory, 0);
    Cli.run(database.env(), "migrate", "--location", scripts.toString(), "--timeout", "600")
        .withCode(0);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(2);
  }
}
