package dev.codex.telemetry;

import dev.codex.config.CodexConfig;
import dev.codex.runtime.Progress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Sends figures and traces of runs to where the configuration says, if it says so. Nothing that befalls it harms a run. */
public interface Telemetry {
  /** Sends nothing. */
  Telemetry NONE = new Telemetry() {
    @Override
    public Progress progress() {
      return Progress.NONE;
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  };

  /** Hears of the runs, one after the other. */
  Progress progress();

  /** Sends what is left. Always succeeds, and not later than {@code telemetry.timeout}. */
  Future<Void> close();

  /** What the configuration asks for. Always succeeds: what cannot be had is warned of. */
  static Future<Telemetry> of(Vertx vertx, CodexConfig config) {
    if (!config.telemetry().isOn()) {
      return Future.succeededFuture(NONE);
    }
    Logger log = System.getLogger(Telemetry.class.getName());
    if (!isThere("io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk")) {
      log.log(
          Level.WARNING,
          "telemetry.endpoint is set, and OpenTelemetry is not on the class path; add"
              + " opentelemetry-sdk-extension-autoconfigure and opentelemetry-exporter-otlp");
      return Future.succeededFuture(NONE);
    }
    return OtlpTelemetry.start(vertx, config).recover(failure -> {
      log.log(
          Level.WARNING,
          "no figures and traces are sent, as OpenTelemetry refuses its settings: {0}; correct the OTEL_ variables",
          OtlpSdk.reason(failure));
      return Future.succeededFuture(NONE);
    });
  }

  private static boolean isThere(String name) {
    try {
      return name.equals(Class.forName(name).getName());
    } catch (ClassNotFoundException notThere) {
      return false;
    }
  }
}
