package dev.codex.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/** Exports figures, and lets the log know how that goes. */
final class WatchedMetricExporter implements MetricExporter {
  private final MetricExporter exporter;
  private final ExportLog log;

  WatchedMetricExporter(MetricExporter exporter, ExportLog log) {
    this.exporter = exporter;
    this.log = log;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> figures) {
    return log.watch(exporter.export(figures));
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return exporter.getAggregationTemporality(type);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType type) {
    return exporter.getDefaultAggregation(type);
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
