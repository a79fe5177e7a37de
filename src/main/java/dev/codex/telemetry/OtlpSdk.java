package dev.codex.telemetry;

import dev.codex.config.CodexConfig;
import dev.codex.config.TelemetryConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.util.Map;

/** Makes the SDK of OpenTelemetry as the standard variables say, with the endpoint of our configuration. */
final class OtlpSdk {
  private static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");

  private OtlpSdk() {}

  /** Blocks for a moment. */
  static OpenTelemetrySdk create(CodexConfig config, ExportLog log) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        // whoever has made it closes it, before the process ends
        .disableShutdownHook()
        .addPropertiesSupplier(() -> defaults(config.telemetry()))
        .addPropertiesCustomizer(given -> Map.of(
            "otel.exporter.otlp.endpoint", String.valueOf(config.telemetry().endpoint())))
        .addResourceCustomizer((resource, given) -> withBuild(resource, config))
        .addSpanExporterCustomizer((exporter, given) -> new WatchedSpanExporter(exporter, log))
        .addMetricExporterCustomizer((exporter, given) -> new WatchedMetricExporter(exporter, log))
        .build()
        .getOpenTelemetrySdk();
  }

  /** What holds where no variable says otherwise; gRPC would need a client of its own. */
  private static Map<String, String> defaults(TelemetryConfig telemetry) {
    // below ours, so that the library still tells what has kept it
    long timeout = Math.max(1, telemetry.timeout().toMillis() * 2 / 3);
    return Map.of(
        "otel.service.name", "codex",
        "otel.logs.exporter", "none",
        "otel.exporter.otlp.protocol", "http/protobuf",
        "otel.exporter.otlp.timeout", timeout + "ms");
  }

  private static Resource withBuild(Resource resource, CodexConfig config) {
    String build = config.build();
    return build == null || resource.getAttribute(VERSION) != null
        ? resource
        : resource.toBuilder().put(VERSION, build).build();
  }

  /** What is at the bottom of a failure of the library, which has no words for an answer that is a refusal. */
  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    if (message != null) {
      return message;
    }
    return root instanceof IOException
        ? root.getClass().getSimpleName()
        : "they were refused, and --verbose tells how";
  }
}
