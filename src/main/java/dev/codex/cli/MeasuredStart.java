package dev.codex.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

/** The Vert.x of a service, which stays and is scraped: what its ports and pools do is measured too. */
final class MeasuredStart {
  private MeasuredStart() {}

  static Vertx vertx() {
    LeanStart.lookNamesUpAnew();
    return Vertx.builder()
        .with(
            LeanStart.options().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
        .withMetrics(
            new MicrometerMetricsFactory(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)))
        .build();
  }
}
