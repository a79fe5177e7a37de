package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.telemetry.Collector;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class ServiceTelemetryTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir
  private Path scripts;

  @Test
  void each_run_of_a_service_is_a_trace(Vertx vertx, TestDatabase database) {
    try (Collector collector = Collector.on(vertx)) {
      Service service = Service.on(vertx, scripts, database)
          .withScript("V1__book.sql", "create table book (id int);")
          .with("api", "token", TOKEN)
          .with("serve", "poll", "50ms")
          .with("telemetry", "timeout", "60")
          .with("telemetry", "endpoint", collector.url());
      String id = Eventually.resultOf(service.deploy());
      service.withScript("V2__reader.sql", "create table reader (id int);");
      service.health.call("POST", "/api/v1/runs", Map.of("Authorization", "Bearer " + TOKEN));
      Eventually.holds(
          () -> database.<Long>value("select count(*) from codex_schema_history") == 2);
      Eventually.holds(service::isIdle);
      Eventually.resultOf(vertx.undeploy(id));

      assertThat(collector.spans().stream().filter(span -> span.getName().equals("migrate")))
          .hasSize(2)
          .extracting(span -> collector.within(span).toString())
          .containsExactlyInAnyOrder("[1 (book)]", "[2 (reader)]");
      assertThat(collector.gauge("codex.migrations.applied")).isEqualTo(2);
    }
  }

  @Test
  void the_trace_of_a_start_that_failed_is_sent_too(Vertx vertx, TestDatabase database) {
    try (Collector collector = Collector.on(vertx)) {
      Service service = Service.on(vertx, scripts, database)
          .withScript("V1__wrong.sql", "create tabel book (id int);")
          .with("telemetry", "timeout", "60")
          .with("telemetry", "endpoint", collector.url());
      dev.codex.runtime.Ended.badly(
          service.deploy(), dev.codex.migration.CodexException.MigrationFailed.class);
      assertThat(collector.span("migrate").getStatus().getMessage())
          .startsWith("V1__wrong.sql:1:8: syntax error");
    }
  }
}
