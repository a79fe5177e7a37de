package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many processes on one database, half of which are killed at some time: 50 of them in the long form, 6 in the short one. */
@ExtendWith(PostgresExtension.class)
final class KilledCompetitorsIT {
  private static final int PROCESSES =
      System.getProperty("codex.faults", "short").equals("long") ? 50 : 6;
  private static final int SCRIPTS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir
  private Path directory;

  @Test
  void those_that_live_succeed_and_each_script_is_applied_once(TestDatabase database)
      throws InterruptedException {
    long seed = Long.getLong("codex.faults.seed", System.currentTimeMillis());
    Random random = new Random(seed);
    ScriptDirectory scripts =
        new ScriptDirectory(directory).with("V1__seen.sql", "create table seen (script int);\n");
    for (int number = 2; number <= SCRIPTS; number++) {
      scripts.with(
          "V" + number + "__x.sql",
          "insert into seen values (" + number + ");\nselect pg_sleep(0.2);\n");
    }
    List<CodexProcess> all = new ArrayList<>();
    for (int number = 0; number < PROCESSES; number++) {
      all.add(CodexProcess.with(database.env())
          .java("-Xmx64m")
          .run("migrate", "--location", scripts.toString()));
    }
    Collections.shuffle(all, random);
    List<CodexProcess> killed = all.subList(0, PROCESSES / 2);
    for (CodexProcess one : killed) {
      Thread.sleep(random.nextInt(2 * 2_000 / PROCESSES));
      one.signal("KILL");
    }
    all.subList(PROCESSES / 2, PROCESSES).forEach(one -> one.end(PATIENCE).withCode(0));
    killed.forEach(one -> one.end(PATIENCE));
    System.out.printf(
        "%d competing processes, %d of them killed (seed %d)%n", PROCESSES, killed.size(), seed);
    assertThat(database.<Integer>values("select script from seen order by 1"))
        .containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(database.<Integer>values("select rank from codex_schema_history order by 1"))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    Cli.run(database.env(), "migrate", "--location", scripts.toString()).withCode(0);
  }
}
