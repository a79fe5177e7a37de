package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGTERM and SIGINT, wherever they come. */
@ExtendWith(PostgresExtension.class)
final class SignalIT {
  private static final int TERMINATED = 143;
  /** What a pod is given by default. */
  private static final Duration AT_ONCE = Duration.ofSeconds(30);

  @TempDir
  private Path directory;

  private String scripts;

  @BeforeEach
  void twoScripts() {
    scripts = SleepingScript.in(directory).toString();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void in_the_middle_of_a_script_cancel_it_on_the_server(
      String signal, int code, TestDatabase database) {
    try (CodexProcess process =
        CodexProcess.startInterruptible(database.env(), "migrate", "--location", scripts)) {
      SleepingScript.awaitRunning(database);
      process.signal(signal);
      CodexProcess.Ended ended = process.end(AT_ONCE).withCode(code);
      assertThat(ended.err())
          .contains(
              "stopped in migration 2 (slow), which was not recorded; 1 migration was applied")
          .contains("run codex migrate again to go on")
          .doesNotContain("\tat ");
    }
    assertThat(SleepingScript.sleeping(database)).isZero();
    SleepingScript.awaitUnlocked(database);
    assertThat(database.<String>value("select to_regclass('slow')::text")).isNull();
    assertThat(database.<String>values("select script from codex_schema_history"))
        .containsExactly("V1__before.sql");
    assertThat(database.<Long>value("select count(*) from codex_attempt")).isZero();
  }

  @Test
  void while_it_waits_for_the_lock(TestDatabase database) {
    try (CodexProcess holder =
        CodexProcess.start(database.env(), "migrate", "--location", scripts)) {
      SleepingScript.awaitRunning(database);
      try (CodexProcess waiting =
          CodexProcess.start(database.env(), "migrate", "--location", scripts)) {
        waiting.awaitLog("waiting for the migration lock, which is held by pid ");
        waiting.signal("TERM");
        assertThat(waiting.end(AT_ONCE).withCode(TERMINATED).err())
            .contains("stopped while waiting for the migration lock");
      }
      assertThat(SleepingScript.sleeping(database)).isOne();
      holder.signal("TERM");
      holder.end(AT_ONCE).withCode(TERMINATED);
    }
  }

  @Test
  void while_the_server_is_not_up() {
    Map<String, String> nobody = Map.of("DATABASE_URL", "postgres://me@127.0.0.1:1/books");
    assertStops(
        nobody, "is not reachable yet", "stopped while connecting to 127.0.0.1:1", "migrate");
  }

  @Test
  void while_a_server_accepts_and_says_nothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Map<String, String> nobody =
          Map.of("DATABASE_URL", "postgres://me@127.0.0.1:" + silent.getLocalPort() + "/books");
      try (CodexProcess process = CodexProcess.start(nobody, "migrate", "--location", scripts);
          Socket connection = silent.accept()) {
        assertThat(connection.isConnected()).isTrue();
        process.signal("TERM");
        assertThat(process.end(AT_ONCE).withCode(TERMINATED).err())
            .contains("stopped while connecting to 127.0.0.1");
      }
    }
  }

  @Test
  void while_it_waits_for_migrations(TestDatabase database) {
    assertStops(
        database.env(),
        "waiting: 2 of 2 migrations are pending",
        "stopped while waiting for migrations: 2 of 2",
        "wait-for-migrations");
  }

  @Test
  void what_only_looks_ends_where_it_stands() {
    try (CodexProcess process = CodexProcess.with(
            Map.of("DATABASE_URL", "postgres://me@127.0.0.1:1/books"))
        .run("info", "--location", scripts)) {
      process.awaitLog("is not reachable yet");
      process.signal("TERM");
      process.end(AT_ONCE).withCode(TERMINATED);
    }
  }

  private void assertStops(
      Map<String, String> environment, String when, String says, String command) {
    try (CodexProcess process = CodexProcess.start(environment, command, "--location", scripts)) {
      process.awaitLog(when);
      process.signal("TERM");
      assertThat(process.end(AT_ONCE).withCode(TERMINATED).err())
          .contains(says)
          .doesNotContain("\tat ");
    }
  }
}
