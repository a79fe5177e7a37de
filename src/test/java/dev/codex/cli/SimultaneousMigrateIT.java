package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many processes on one empty database: one applies, all succeed. */
@ExtendWith(PostgresExtension.class)
final class SimultaneousMigrateIT {
  private static final int PROCESSES = 32;
  private static final int SCRIPTS = 14;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void of_32_started_at_once_all_succeed_and_each_script_is_applied_once(TestDatabase database) {
    long start = System.nanoTime();
    CodexProcess waiter = CodexProcess.start(database.env(), "wait-for-migrations");
    waiter.awaitLog("waiting: ");
    List<CodexProcess> all = new ArrayList<>();
    for (int number = 0; number < PROCESSES; number++) {
      all.add(CodexProcess.with(database.env()).java("-Xmx64m").run("migrate"));
    }
    List<CodexProcess.Ended> ended =
        all.stream().map(one -> one.end(PATIENCE).withCode(0)).toList();
    waiter.end(PATIENCE).withCode(0);
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    System.out.printf(
        "%d processes of codex migrate on one empty database: %d s%n", PROCESSES, seconds);
    assertThat(ended.stream()
            .filter(one -> one.out().startsWith("applied " + SCRIPTS + " migrations"))
            .count())
        .isOne();
    assertThat(
            ended.stream().filter(one -> one.out().startsWith("nothing to do")).count())
        .isEqualTo(PROCESSES - 1);
    assertThat(database.<String>values("select script from codex_schema_history"))
        .hasSize(SCRIPTS)
        .doesNotHaveDuplicates();
    assertThat(database.<Long>value("select count(distinct run_id) from codex_schema_history"))
        .isOne();
  }
}
