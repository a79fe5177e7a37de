package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped (SIGSTOP) in the middle, loses its place, and wakes up when another one has done the work. */
@ExtendWith(PostgresExtension.class)
final class StoppedLeaderIT {
  @TempDir
  private Path directory;

  @Test
  void a_leader_that_wakes_up_after_another_has_taken_over_applies_nothing(TestDatabase database) {
    database.execute("create table gate (seconds int); insert into gate values (600)");
    ScriptDirectory scripts = new ScriptDirectory(directory)
        .with("V1__before.sql", "create table seen (script text);\n")
        .with(
            "V2__slow.sql", "insert into seen values ('2');\nselect pg_sleep(seconds) from gate;\n")
        .with("V3__last.sql", "insert into seen values ('3');\n");
    try (CodexProcess leader =
        CodexProcess.start(database.env(), "migrate", "--location", scripts.toString())) {
      SleepingScript.awaitRunning(database);
      leader.signal("STOP");
      database.execute("update gate set seconds = 0");
      Cli.run(database.env(), "locks", "--release", "--yes").withCode(0);
      assertThat(Cli.run(database.env(), "migrate", "--location", scripts.toString())
              .withCode(0)
              .out())
          .startsWith("applied 2 migrations in ");
      leader.signal("CONT");
      leader.end().withCode(0);
    }
    assertThat(database.<String>values("select script from seen order by 1"))
        .containsExactly("2", "3");
    assertThat(
            database.<Boolean>values(
                "select run_id = first_value(run_id) over (order by rank) from codex_schema_history order by rank"))
        .containsExactly(true, false, false);
  }
}
