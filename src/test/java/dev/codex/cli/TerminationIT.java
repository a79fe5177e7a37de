package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Kubernetes shows of a pod that has ended, and how soon it ends. */
@ExtendWith(PostgresExtension.class)
final class TerminationIT {
  private static final int TERMINATED = 143;
  /** What a pod is given by default. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  @TempDir
  private Path directory;

  @TempDir
  private Path work;

  private Path message;

  @BeforeEach
  void theFileOfKubernetes() throws IOException {
    message = Files.createFile(work.resolve("termination-log"));
  }

  private Map<String, String> env(TestDatabase database) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_TERMINATION_LOG", message.toString());
    return environment;
  }

  private CodexProcess start(TestDatabase database, String command) {
    return CodexProcess.start(env(database), command, "--location", directory.toString());
  }

  private String text() throws IOException {
    return Files.readString(message);
  }

  @Test
  void a_signal_in_a_script_leaves_what_was_done(TestDatabase database) throws IOException {
    SleepingScript.in(directory);
    try (CodexProcess process = start(database, "migrate")) {
      SleepingScript.awaitRunning(database);
      process.signal("TERM");
      process.end(GRACE).withCode(TERMINATED);
    }
    assertThat(text())
        .isEqualTo("stopped in migration 2 (slow), which was not recorded; 1 migration was applied;"
            + " run codex migrate again to go on");
  }

  @Test
  void a_signal_outside_a_transaction_cancels_the_statement_and_the_next_run_goes_on(
      TestDatabase database) throws IOException {
    database.execute("create table t (a int); insert into t values (1)");
    ScriptDirectory scripts = new ScriptDirectory(directory)
        .with(
            "V1__i.sql",
            "create index concurrently i on t (a);\ncreate index concurrently j on t (a);\n");
    try (TestSession other = database.open()) {
      other.execute("begin; lock table t in share mode");
      try (CodexProcess process = start(database, "migrate")) {
        Eventually.isTrue(
            () -> database.<Long>value("select count(*) from pg_stat_activity where datname ="
                    + " current_database() and wait_event_type = 'Lock'")
                == 1,
            () -> "an index build that waits");
        process.signal("TERM");
        process.end(GRACE).withCode(TERMINATED);
      }
      assertThat(text()).startsWith("stopped in migration 1 (i), which was not recorded");
      SleepingScript.awaitGone(database);
      other.execute("rollback");
    }
    Cli.run(database.env(), "migrate", "--location", scripts.toString()).withCode(0);
    assertThat(database.<Long>value(
            "select count(*) from pg_index where indrelid = 't'::regclass and indisvalid"))
        .isEqualTo(2);
  }

  @Test
  void kill_9_in_the_middle_of_an_index_build_leaves_what_the_next_run_mends(
      TestDatabase database) {
    database.execute("create table t (a int); insert into t values (1)");
    new ScriptDirectory(directory)
        .with("V1__i.sql", "create index concurrently i on t (a);\nvacuum t;\n");
    try (TestSession other = database.open()) {
      other.execute("begin; insert into t values (2)");
      try (CodexProcess process = start(database, "migrate")) {
        Eventually.isTrue(
            () ->
                database.<Long>value("select count(*) from pg_index where indrelid = 't'::regclass")
                    == 1,
            () -> "an index that is not valid yet");
        process.signal("KILL");
        process.end().withCode(128 + 9);
      }
      SleepingScript.awaitGone(database);
      other.execute("rollback");
    }
    assertThat(database.<Boolean>value(
            "select indisvalid from pg_index where indrelid = 't'::regclass"))
        .isFalse();
    assertThat(Cli.run(database.env(), "migrate", "--location", directory.toString())
            .withCode(0)
            .err())
        .contains("index i on t is invalid, left by a build that was cut short");
    assertThat(database.<Boolean>values(
            "select indisvalid from pg_index where indrelid = 't'::regclass"))
        .containsExactly(true);
  }

  @Test
  void a_failure_is_told_too_and_never_the_password(TestDatabase database) throws IOException {
    new ScriptDirectory(directory)
        .with("V1__a.sql", "select '" + "ü".repeat(5000) + "' from nosuch");
    try (CodexProcess process = start(database, "migrate")) {
      process.end().withCode(6);
    }
    assertThat(Files.size(message)).isBetween(100L, 4096L);
    assertThat(text()).startsWith("migration 1 (a) failed at V1__a.sql:1:").doesNotContain("�");
    Map<String, String> wrong = new HashMap<>(env(database));
    wrong.put("CODEX_DATABASE_POSTGRES_PASSWORD", "canary-4711");
    wrong.put("CODEX_DATABASE_POSTGRES_PASWORD", "canary-4711");
    CodexProcess.start(wrong, "migrate").end().withCode(2);
    assertThat(text()).contains("CODEX_DATABASE_POSTGRES_PASWORD").doesNotContain("canary");
  }

  @Test
  void a_waiter_and_a_service_that_are_stopped_say_at_what(TestDatabase database)
      throws IOException {
    SleepingScript.in(directory);
    try (CodexProcess process = start(database, "wait-for-migrations")) {
      process.awaitLog("waiting: 2 of 2 migrations are pending");
      process.signal("TERM");
      process.end(GRACE).withCode(TERMINATED);
    }
    assertThat(text()).startsWith("stopped while waiting for migrations");
    Map<String, String> environment = env(database);
    environment.put("CODEX_HEALTH_PORT", "0");
    environment.put("CODEX_APPLICATION_PORT", "0");
    try (CodexProcess process =
        CodexProcess.start(environment, "serve", "--location", directory.toString())) {
      SleepingScript.awaitRunning(database);
      process.signal("TERM");
      process.end(GRACE).withCode(TERMINATED);
    }
    assertThat(text()).contains("stopped in migration 2 (slow)");
  }

  @Test
  void a_second_signal_ends_the_process_at_once(TestDatabase database) {
    new ScriptDirectory(directory)
        .with(
            "V1__a.sql",
            "do $$ begin loop begin perform pg_sleep(600); exception when query_canceled then null; end; end loop; end $$");
    try (CodexProcess process = start(database, "migrate")) {
      SleepingScript.awaitRunning(database);
      process.signal("TERM");
      process.awaitLog("a second signal ends the process at once");
      process.signal("TERM");
      assertThat(process.end(GRACE).withCode(TERMINATED).err())
          .doesNotContain("stopped in migration");
    }
    SleepingScript.awaitGone(database);
  }
}
