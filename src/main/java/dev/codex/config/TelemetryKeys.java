package dev.codex.config;

import static dev.codex.config.ConfigKey.Level.OFTEN;
import static dev.codex.config.ConfigKey.Level.RARELY;

import java.time.Duration;

/** The keys that say where figures and traces go. */
final class TelemetryKeys {
  static final KeyTable TABLE = new KeyTable();

  static final ConfigKey<String> ENDPOINT = TABLE.key(
      "telemetry.endpoint",
      ValueType.HTTP_URL,
      null,
      null,
      OFTEN,
      "The collector that figures and traces of migrations are sent to (OTLP over HTTP); not set, none");
  static final ConfigKey<Duration> TIMEOUT = TABLE.key(
      "telemetry.timeout",
      ValueType.INTERVAL,
      "3",
      null,
      RARELY,
      "How long the end of a process waits until they are taken");

  private TelemetryKeys() {}
}
