package dev.codex.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.MigrationReport;
import dev.codex.runtime.Ended;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.Scripts;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class RunTelemetryTest {
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();

  private OpenTelemetry ofApplication() {
    SpanExporter memory = new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> ended) {
        spans.addAll(ended);
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
    return OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(memory))
            .build())
        .build();
  }

  private SpanData span(String name) {
    return spans.stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_run_is_below_the_span_of_the_application_that_begins_it(
      Vertx vertx, TestDatabase database, @TempDir Path directory) {
    OpenTelemetry openTelemetry = ofApplication();
    CodexConfig config =
        Scripts.in(directory).with("V1__book.sql", "create table book (id int)").config(database);
    Span start = openTelemetry.getTracer("library").spanBuilder("start").startSpan();
    Future<MigrationReport> run;
    try (Scope here = start.makeCurrent()) {
      assertThat(here).isNotNull();
      run = Migrator.create(vertx, config)
          .withProgress(RunTelemetry.of(openTelemetry, config))
          .migrate();
    }
    Ended.well(run);
    start.end();

    assertThat(span("migrate").getParentSpanId()).isEqualTo(span("start").getSpanId());
    assertThat(span("1 (book)").getParentSpanId()).isEqualTo(span("migrate").getSpanId());
    assertThat(spans).hasSize(3);
  }
}
