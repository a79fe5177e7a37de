package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.http.Caller.Answer;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.junit5.VertxExtension;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class MetricsTest {
  @TempDir
  private Path scripts;

  @Test
  void what_has_run_and_how_the_schema_stands_can_be_scraped(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .withScript("V2__reader.sql", "create table reader (id int);")
        .with("serve", "poll", "50ms");
    Eventually.resultOf(service.deploy());

    Answer metrics = service.health.get("/metrics");
    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.header("content-type")).startsWith("text/plain; version=0.0.4");
    assertThat(metrics.text().lines())
        .contains(
            "codex_ready 1.0",
            "codex_database_reachable 1.0",
            "codex_migrations_applied 2.0",
            "codex_migrations_pending 0.0",
            "codex_migrations_failed 0.0",
            "codex_migration_seconds_count 2",
            "codex_schema_version{version=\"2\"} 1.0",
            "codex_readiness_flips_total 0.0")
        .anyMatch(line -> line.startsWith("codex_last_run_age_seconds "))
        .anyMatch(line -> line.startsWith("codex_lock_wait_seconds_count "))
        .anyMatch(line -> line.matches("codex_waiter_polls_total [1-9].*"));

    database.execute("update codex_schema_history set checksum = 'another'");
    Eventually.holds(() -> service.health.get("/metrics").text().contains("\ncodex_ready 0.0\n"));
    // whoever counts is told after whoever answers
    Eventually.holds(
        () -> service.health.get("/metrics").text().contains("codex_readiness_flips_total 1.0"));
    assertThat(service.health.get("/metrics").text())
        .doesNotContain(database.username(), database.host());
  }

  @Test
  void where_Vertx_is_measured_they_are_beside_its_own_for_as_long_as_the_service_is_up(
      TestDatabase database) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx measured = Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
        .withMetrics(new MicrometerMetricsFactory(registry))
        .build();
    try {
      for (int start = 0; start < 2; start++) {
        Service service = Service.on(measured, scripts, database)
            .withScript("V1__book.sql", "create table book (id int);");
        String id = Eventually.resultOf(service.deploy());
        assertThat(service.health.get("/metrics").text())
            .contains("codex_ready 1.0", "vertx_http_server_");
        assertThat(registry.scrape()).contains("codex_ready 1.0");
        Eventually.resultOf(measured.undeploy(id));
        assertThat(registry.scrape()).doesNotContain("codex_").contains("vertx_http_server_");
      }
    } finally {
      Eventually.resultOf(measured.close());
    }
  }

  @Test
  void without_the_api_there_are_no_metrics(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .with("api", "port", "none");
    Eventually.resultOf(service.deploy());

    assertThat(service.health.get("/metrics").status()).isEqualTo(404);
    assertThat(service.application.get("/metrics").status()).isEqualTo(404);
  }
}
