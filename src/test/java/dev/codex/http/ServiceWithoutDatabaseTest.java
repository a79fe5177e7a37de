package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve} while the database is down, and with a configuration that cannot be used. */
@ExtendWith(VertxExtension.class)
final class ServiceWithoutDatabaseTest {
  @TempDir
  private Path scripts;

  private Service service(Vertx vertx) {
    return Service.withoutDatabase(vertx, scripts)
        .withScript("V1__book.sql", "create table book (id int);");
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrates", "skip_migrations", "wait"})
  void is_live_at_once_and_not_ready(String mode, Vertx vertx) {
    Service service = service(vertx);
    if (!mode.equals("migrates")) {
      service.with("serve", mode, true);
    }
    ServiceVerticle verticle = service.verticle();
    Future<String> deployment = vertx.deployVerticle(verticle);
    Eventually.holds(service.health::isOpen);

    assertThat(service.health.get("/health/live").text()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(service.health.get("/health/started").status()).isEqualTo(503);
    assertThat(service.health.get("/health/ready").status()).isEqualTo(503);
    // who waits has looked; the others are trying
    String reason = mode.equals("wait") ? "database_unavailable" : "schema_pending";
    Eventually.holds(
        () -> service.readiness().equals("{\"status\":\"DOWN\",\"reason\":\"" + reason + "\"}"));
    assertThat(service.application.isOpen()).isFalse();
    assertThat(deployment.isComplete()).isFalse();

    Eventually.resultOf(verticle.stopRun());
    assertThat(Eventually.failureOf(deployment)).isNotNull();
    Eventually.holds(service.health::isClosed);
  }

  @Test
  void gives_up_when_the_budget_is_spent(Vertx vertx) {
    Service service = service(vertx).with("database", "connect_budget", "100ms");

    assertThat(Eventually.failureOf(service.deploy()))
        .isInstanceOf(CodexException.DatabaseUnreachable.class);
    Eventually.holds(service.health::isClosed);
  }

  @Test
  void a_health_port_in_use_fails_before_anything_else(Vertx vertx) throws IOException {
    Service service = service(vertx);

    try (ServerSocket other = Caller.occupy(service.health.port())) {
      assertThat(Eventually.failureOf(service.deploy()))
          .isInstanceOf(CodexException.ConfigurationInvalid.class)
          .hasMessageContaining("port " + other.getLocalPort())
          .hasMessageContaining("health.port");
    }
  }

  @Test
  void no_database_at_all_is_said_before_a_port_is_opened(Vertx vertx) {
    Service service = service(vertx);
    service.json().put("database", new JsonObject());
    ServiceVerticle verticle = service.verticle();

    assertThat(Eventually.failureOf(vertx.deployVerticle(verticle)))
        .isInstanceOf(CodexException.ConfigurationInvalid.class)
        .hasMessageStartingWith("no database is configured");
    Eventually.resultOf(verticle.stopRun());
  }
}
