package dev.codex.http;

import dev.codex.runtime.Progress;
import dev.codex.runtime.SchemaView;
import dev.codex.runtime.SchemaWatch;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts what runs and watches tell, for whoever scrapes it. Micrometer is an optional dependency: without it nothing is
 * counted, and none of its classes is looked for twice. Where Vert.x is measured, the figures are beside those of Vert.x.
 */
interface SchemaMetrics extends Progress, SchemaWatch.Listener {
  /** Counts nothing. */
  SchemaMetrics NONE = new SchemaMetrics() {
    @Override
    public void seen(SchemaView view) {}

    @Override
    public void unreachable(String reason, Duration since) {}

    @Override
    public Optional<String> scrape() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  };

  /** Everything as Prometheus reads it, or empty if nothing is counted. */
  Optional<String> scrape();

  /** Ends the counting: in a registry that others go on with nothing of it remains. */
  void close();

  /** The metrics of a service, if Micrometer and its registry for Prometheus are there. */
  static SchemaMetrics of(LiveSchema live) {
    return isThere("io.micrometer.prometheusmetrics.PrometheusMeterRegistry")
        ? PrometheusMetrics.of(live, isThere("io.vertx.micrometer.backends.BackendRegistries"))
        : NONE;
  }

  private static boolean isThere(String name) {
    try {
      return name.equals(Class.forName(name).getName());
    } catch (ClassNotFoundException notThere) {
      return false;
    }
  }
}
