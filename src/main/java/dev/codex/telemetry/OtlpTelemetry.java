package dev.codex.telemetry;

import dev.codex.config.CodexConfig;
import dev.codex.runtime.Progress;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The telemetry of an OTLP endpoint. What the library does that may block is done on a worker. */
final class OtlpTelemetry implements Telemetry {
  private static final Logger LOG = System.getLogger(OtlpTelemetry.class.getName());

  private final Vertx vertx;
  private final OpenTelemetrySdk sdk;
  private final ExportLog log;
  private final Duration timeout;
  private final Progress progress;

  private OtlpTelemetry(Vertx vertx, OpenTelemetrySdk sdk, ExportLog log, CodexConfig config) {
    this.vertx = vertx;
    this.sdk = sdk;
    this.log = log;
    this.timeout = config.telemetry().timeout();
    this.progress = RunTelemetry.of(sdk, config);
  }

  static Future<Telemetry> start(Vertx vertx, CodexConfig config) {
    ExportLog log = new ExportLog(String.valueOf(config.telemetry().endpoint()));
    return vertx
        .executeBlocking(() -> OtlpSdk.create(config, log))
        .map(sdk -> new OtlpTelemetry(vertx, sdk, log, config));
  }

  @Override
  public Progress progress() {
    return progress;
  }

  @Override
  public Future<Void> close() {
    return vertx
        .executeBlocking(sdk::shutdown)
        .compose(OtlpTelemetry::ended)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .recover(late -> {
          log.failed("no answer within " + timeout.toMillis() + " ms");
          return Future.succeededFuture();
        });
  }

  private static Future<Void> ended(CompletableResultCode shutdown) {
    return Future.future(done -> shutdown.whenComplete(() -> {
      try {
        done.complete();
      } catch (RejectedExecutionException late) {
        LOG.log(Level.DEBUG, "nobody waits for the collector any more", late);
      }
    }));
  }
}
