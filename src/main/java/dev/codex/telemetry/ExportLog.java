package dev.codex.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Says once that figures and traces do not arrive, and once that they do again. */
final class ExportLog {
  private static final Logger LOG = System.getLogger(ExportLog.class.getName());

  private final String endpoint;
  private final AtomicBoolean failing = new AtomicBoolean();

  ExportLog(String endpoint) {
    this.endpoint = endpoint;
  }

  CompletableResultCode watch(CompletableResultCode export) {
    return export.whenComplete(() -> {
      if (!export.isSuccess()) {
        failed(reason(export.getFailureThrowable()));
      } else if (failing.compareAndSet(true, false)) {
        LOG.log(Level.INFO, "figures and traces are taken by {0} again", endpoint);
      }
    });
  }

  private static String reason(@Nullable Throwable failure) {
    return failure == null ? "they were not taken" : OtlpSdk.reason(failure);
  }

  void failed(String reason) {
    if (failing.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "figures and traces could not be sent to {0} ({1}), which changes nothing about migrations; see that it is a"
              + " collector that takes OTLP over HTTP, usually on port 4318",
          endpoint,
          reason);
    }
  }
}
