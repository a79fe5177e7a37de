package dev.codex.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.micrometer.backends.BackendRegistries;
import java.util.Optional;

/** The registry in which Vert.x keeps its own metrics, if it is measured and Prometheus reads it. */
final class VertxRegistry {
  private VertxRegistry() {}

  static Optional<PrometheusMeterRegistry> find() {
    return BackendRegistries.getDefaultNow() instanceof PrometheusMeterRegistry registry
        ? Optional.of(registry)
        : Optional.empty();
  }
}
