package dev.codex.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where figures and traces of runs are sent.
 *
 * @param endpoint a collector that takes OTLP over HTTP; null for none
 * @param timeout how long the end of a process waits until they are taken
 */
public record TelemetryConfig(@Nullable String endpoint, Duration timeout) {
  static TelemetryConfig of(Settings settings) {
    return new TelemetryConfig(
        settings.valueOf(TelemetryKeys.ENDPOINT), settings.get(TelemetryKeys.TIMEOUT));
  }

  public boolean isOn() {
    return endpoint != null;
  }
}
