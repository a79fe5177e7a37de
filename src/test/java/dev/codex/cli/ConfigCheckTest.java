package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCheckTest {
  private static final Map<String, String> ENVIRONMENT = Map.of(
      "CODEX_DATABASE_POSTGRES_PASSWORD", "hunter2",
      "CODEX_DATABASE_MIGRATION_URL", "postgres://me:hunter2@db.example.org/books",
      "CODEX_LOCK_TIMEOUT", "12");

  @Test
  void shows_where_every_value_comes_from_and_no_secret(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(
        directory.resolve("c.yaml"), "database:\n  postgres:\n    host: db.example.org\n");
    String out = Cli.run(
            ENVIRONMENT, "config", "check", "--config", file.toString(), "--location", "sql")
        .withCode(0)
        .out();
    assertThat(out)
        .containsPattern("(?m)^database.postgres.host +db.example.org +" + file)
        .containsPattern("(?m)^database.postgres.port +5432 +default")
        .containsPattern("(?m)^database.postgres.password +\\*+ +CODEX_DATABASE_POSTGRES_PASSWORD")
        .containsPattern("(?m)^lock.timeout +12s? +CODEX_LOCK_TIMEOUT")
        .containsPattern("(?m)^migrations.locations +sql +the command line")
        .doesNotContain("hunter2");
  }

  @Test
  void says_the_same_as_JSON() {
    Cli.Ended ended =
        Cli.run(ENVIRONMENT, "config", "check", "--output", "json").withCode(0);
    JsonObject json = new JsonObject(ended.out());
    assertThat(json.getJsonArray("entries").size()).isGreaterThan(20);
    assertThat(json.encode()).doesNotContain("hunter2").contains("CODEX_LOCK_TIMEOUT");
  }

  @Test
  void refuses_everything_that_is_wrong_at_once() {
    Cli.Ended ended = Cli.run(
            Map.of("CODEX_DATABASE_POSTGRES_HOSTS", "x", "CODEX_LOCK_TIMEOUT", "soon"),
            "config",
            "check")
        .withCode(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("did you mean CODEX_DATABASE_POSTGRES_HOST?")
        .contains("CODEX_LOCK_TIMEOUT is 'soon'");
  }
}
