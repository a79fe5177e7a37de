package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.telemetry.Collector;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged program loads of OpenTelemetry, and what it sends. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class TelemetryIT {
  @TempDir
  private Path directory;

  private CodexProcess.Ended run(
      TestDatabase database, String command, Map<String, String> variables) {
    new ScriptDirectory(directory).with("V1__book.sql", "create table book (id int);");
    Map<String, String> environment = new HashMap<>(database.env());
    environment.putAll(variables);
    return CodexProcess.with(environment)
        .java("-Xlog:class+load:stdout")
        .run(command, "--location", directory.toString())
        .end()
        .withCode(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "wait-for-migrations"})
  void without_an_endpoint_nothing_of_it_is_loaded(String command, TestDatabase database) {
    if (!command.equals("migrate")) {
      run(database, "migrate", Map.of());
    }
    CodexProcess.Ended ended = run(database, command, Map.of());
    assertThat(ended.out()).contains("dev.codex.cli.Main");
    assertThat(ended.out().lines())
        .noneMatch(line -> line.contains(" io.opentelemetry.")
            || line.contains(" java.net.http.")
            || line.contains("micrometer"));
  }

  @Test
  void with_one_the_standard_variables_count(Vertx vertx, TestDatabase database) {
    try (Collector collector = Collector.on(vertx)) {
      CodexProcess.Ended ended = run(
          database,
          "migrate",
          Map.of(
              "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
              "CODEX_TELEMETRY_TIMEOUT", "60",
              "OTEL_EXPORTER_OTLP_HEADERS", "x-team=library",
              "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test",
              "OTEL_SERVICE_NAME", "library-migrations"));
      assertThat(ended.out()).contains(" io.opentelemetry.");
      assertThat(ended.err()).doesNotContain(" WARN ");
      assertThat(collector.within(collector.span("migrate"))).containsExactly("1 (book)");
      assertThat(collector.hasFigures()).isTrue();
      assertThat(collector.headers()).contains("x-team: library");
      assertThat(collector.resource())
          .containsEntry("service.name", "library-migrations")
          .containsEntry("deployment.environment.name", "test");
    }
  }

  @Test
  void what_the_library_cannot_do_is_warned_of(TestDatabase database) {
    CodexProcess.Ended ended = run(
        database,
        "migrate",
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
    assertThat(ended.err().lines().filter(line -> line.contains(" WARN ")))
        .singleElement()
        .asString()
        .contains("no figures and traces are sent");
  }
}
