package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.FreePorts;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process: what its ports answer while it migrates, when it is ready, and how it ends. */
@ExtendWith(PostgresExtension.class)
final class ServeIT {
  private static final int NO_ANSWER = 0;
  private static final int TERMINATED = 143;
  /** What a pod is given by default. */
  private static final Duration AT_ONCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private int application;
  private int health;

  @TempDir
  private Path directory;

  @BeforeEach
  void ports() {
    application = FreePorts.next();
    health = FreePorts.next();
  }

  private CodexProcess serve(TestDatabase database, Map<String, String> more, String... flags) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.putAll(Map.of(
        "CODEX_APPLICATION_HOST", "127.0.0.1",
        "CODEX_APPLICATION_PORT", String.valueOf(application),
        "CODEX_HEALTH_HOST", "127.0.0.1",
        "CODEX_HEALTH_PORT", String.valueOf(health),
        "CODEX_MIGRATIONS_LOCATIONS", directory.toString()));
    environment.putAll(more);
    String[] args = new String[flags.length + 1];
    args[0] = "serve";
    System.arraycopy(flags, 0, args, 1, flags.length);
    return CodexProcess.start(environment, args);
  }

  private int status(int port, String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (ConnectException notThere) {
      return NO_ANSWER;
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  private String text(int port, String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  private void awaitStatus(int port, String path, int wanted) {
    Eventually.isTrue(() -> status(port, path) == wanted, () -> wanted + " from " + path);
  }

  @Test
  void is_live_at_once_and_ready_when_the_schema_is(TestDatabase database) {
    SleepingScript.untilItIsWoken(database, directory);
    try (CodexProcess service = serve(database, Map.of())) {
      awaitStatus(health, "/health/live", 200);
      SleepingScript.awaitRunning(database);
      assertThat(status(health, "/health/ready")).isEqualTo(503);
      assertThat(status(health, "/health/started")).isEqualTo(503);
      assertThat(status(application, "/health/live")).isEqualTo(NO_ANSWER);
      SleepingScript.wake(database);
      awaitStatus(health, "/health/ready", 200);
      awaitStatus(application, "/health/ready", 200);
      assertThat(status(health, "/health/started")).isEqualTo(200);
      assertThat(text(health, "/metrics"))
          .contains("codex_ready 1.0", "vertx_http_server_requests", "vertx_pool_");
      service.signal("TERM");
      assertThat(service.end(AT_ONCE).withCode(TERMINATED).err())
          .contains(
              "health checks at http://127.0.0.1:" + health,
              "serving at http://127.0.0.1:" + application)
          .contains("stopped")
          .doesNotContain("ERROR", "WARN");
    }
  }

  @Test
  void a_signal_in_the_middle_of_a_script_cancels_it(TestDatabase database) {
    SleepingScript.in(directory);
    try (CodexProcess service = serve(database, Map.of())) {
      SleepingScript.awaitRunning(database);
      service.signal("TERM");
      assertThat(service.end(AT_ONCE).withCode(TERMINATED).err())
          .contains("stopped in migration 2 (slow)");
    }
    assertThat(SleepingScript.sleeping(database)).isZero();
    SleepingScript.awaitUnlocked(database);
  }

  @Test
  void a_script_that_fails_ends_it_with_the_code_of_migrate(TestDatabase database) {
    new ScriptDirectory(directory).with("V1__a.sql", "create tabel a ();");
    try (CodexProcess service = serve(database, Map.of())) {
      assertThat(service.end().withCode(6).err()).contains("V1__a.sql:1:8: syntax error");
    }
  }

  @Test
  void skips_migrations_only_if_they_are_complete(TestDatabase database) {
    new ScriptDirectory(directory).with("V1__a.sql", "create table a (id int);");
    Map<String, String> skip = Map.of("CODEX_SKIP_MIGRATIONS", "true");
    try (CodexProcess service = serve(database, skip)) {
      assertThat(service.end().withCode(11).err()).contains("migrations not complete: 1 of 1");
    }
    Cli.run(database.env(), "migrate", "--location", directory.toString()).withCode(0);
    try (CodexProcess service = serve(database, skip)) {
      awaitStatus(application, "/health/ready", 200);
      service.signal("TERM");
      service.end(AT_ONCE).withCode(TERMINATED);
    }
  }

  @Test
  void waits_for_somebody_else_if_told_to(TestDatabase database) {
    new ScriptDirectory(directory).with("V1__a.sql", "create table a (id int);");
    try (CodexProcess service = serve(database, Map.of(), "--wait")) {
      awaitStatus(health, "/health/live", 200);
      assertThat(status(health, "/health/ready")).isEqualTo(503);
      Cli.run(database.env(), "migrate", "--location", directory.toString()).withCode(0);
      awaitStatus(application, "/health/ready", 200);
      service.signal("TERM");
      service.end(AT_ONCE).withCode(TERMINATED);
    }
  }

  @Test
  void ends_after_migrating_if_told_to(TestDatabase database) {
    new ScriptDirectory(directory).with("V1__a.sql", "create table a (id int);");
    try (CodexProcess service = serve(database, Map.of("CODEX_EXIT_AFTER_MIGRATION", "true"))) {
      service.end().withCode(0);
    }
    assertThat(database.<Long>value("select count(*) from a")).isZero();
  }

  @Test
  void a_port_that_is_taken_is_told_before_anything_is_migrated(TestDatabase database)
      throws IOException {
    new ScriptDirectory(directory).with("V1__a.sql", "create table a (id int);");
    try (ServerSocket taken = new ServerSocket(health, 1, InetAddress.getLoopbackAddress());
        CodexProcess service = serve(database, Map.of())) {
      assertThat(taken.isBound()).isTrue();
      assertThat(service.end().withCode(2).err())
          .contains("port " + health + " on 127.0.0.1 is in use")
          .doesNotContain("\tat ");
    }
    assertThat(database.<String>value("select to_regclass('a')::text")).isNull();
  }
}
