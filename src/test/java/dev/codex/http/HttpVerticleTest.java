package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.HttpConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class HttpVerticleTest {
  private final SchemaReadiness readiness = new SchemaReadiness();
  private final Caller application = Caller.ofFreePort();

  @BeforeEach
  void deploy(Vertx vertx) {
    HttpConfig config = new HttpConfig(Caller.HOST, application.port());
    readiness.ready();
    Eventually.resultOf(vertx.deployVerticle(new HttpVerticle(config, readiness, null)));
  }

  @Test
  void the_root_names_the_service_and_its_schema() {
    assertThat(application.get("/").status()).isEqualTo(200);
    assertThat(application.get("/").json())
        .isEqualTo(new JsonObject().put("service", "codex").put("schema", "ready"));
  }

  @Test
  void the_health_paths_are_here_too() {
    assertThat(application.get("/health/live").status()).isEqualTo(200);
    assertThat(application.get("/health/started").status()).isEqualTo(200);
    assertThat(application.get("/health/ready").json())
        .isEqualTo(new JsonObject().put("status", "UP"));
  }

  @Test
  void what_is_not_there_is_said_in_json() {
    assertThat(application.get("/index.html").status()).isEqualTo(404);
    assertThat(application.get("/index.html").text()).isEqualTo("{\"error\":\"not_found\"}");
    assertThat(application.call("POST", "/").status()).isEqualTo(405);
  }
}
