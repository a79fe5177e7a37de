package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.HttpConfig;
import dev.codex.http.Caller.Answer;
import dev.codex.migration.CodexException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
final class HealthVerticleTest {
  private final SchemaReadiness readiness = new SchemaReadiness();
  private final Caller health = Caller.ofFreePort();

  @BeforeEach
  void deploy(Vertx vertx) {
    HttpConfig config = new HttpConfig(Caller.HOST, health.port());
    Eventually.resultOf(vertx.deployVerticle(new HealthVerticle(config, readiness, null)));
  }

  @Test
  void live_says_yes_whatever_the_schema_does() {
    Answer live = health.get("/health/live");

    assertThat(live.status()).isEqualTo(200);
    assertThat(live.json()).isEqualTo(new JsonObject().put("status", "UP"));
    assertThat(live.header("content-type")).isEqualTo("application/json");
    assertThat(live.header("cache-control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/started", "/health/ready"})
  void started_and_ready_say_why_not_and_then_yes(String path) {
    Answer pending = health.get(path);
    assertThat(pending.status()).isEqualTo(503);
    assertThat(pending.json())
        .isEqualTo(new JsonObject().put("status", "DOWN").put("reason", "schema_pending"));

    readiness.notYet(SchemaHealth.MIGRATING);
    assertThat(health.get(path).json().getString("reason")).isEqualTo("migrating");

    readiness.ready();
    Answer ready = health.get(path);
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.json()).isEqualTo(new JsonObject().put("status", "UP"));
  }

  @Test
  void a_failure_is_one_word_and_no_more() {
    readiness.failed(new CodexException.MigrationFailed(TestFailures.OF_A_SCRIPT, List.of()));

    for (String path : List.of(
        "/health/ready", "/health/started", "/health/live", "/health", "/canary/not/there")) {
      Answer answer = health.get(path);
      assertThat(answer.text() + answer.response().headers()).doesNotContain(TestFailures.CANARY);
    }
    assertThat(health.get("/health/ready").text())
        .isEqualTo("{\"status\":\"DOWN\",\"reason\":\"schema_failed\"}");
  }

  @Test
  void head_answers_without_a_body() {
    assertThat(health.call("HEAD", "/health/live").status()).isEqualTo(200);
    Answer ready = health.call("HEAD", "/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.text()).isEmpty();
    assertThat(ready.header("content-length")).isEqualTo("43");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void other_methods_are_not_allowed(String method) {
    Answer answer = health.call(method, "/health/ready");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
    assertThat(answer.text()).isEqualTo("{\"error\":\"method_not_allowed\"}");
  }

  @Test
  void other_paths_are_not_found() {
    List<Answer> answers = Stream.of(
            "/", "/health", "/health/ready/more", "/metrics", "/..%2f..%2fetc/passwd")
        .map(health::get)
        .toList();

    assertThat(answers).extracting(Answer::status).containsOnly(404);
    assertThat(answers).extracting(Answer::text).containsOnly("{\"error\":\"not_found\"}");
  }
}
