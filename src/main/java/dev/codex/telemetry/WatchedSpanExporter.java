package dev.codex.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Exports spans, and lets the log know how that goes. */
final class WatchedSpanExporter implements SpanExporter {
  private final SpanExporter exporter;
  private final ExportLog log;

  WatchedSpanExporter(SpanExporter exporter, ExportLog log) {
    this.exporter = exporter;
    this.log = log;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return log.watch(exporter.export(spans));
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
