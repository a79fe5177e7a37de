package dev.codex.telemetry;

import dev.codex.config.CodexConfig;
import dev.codex.runtime.Progress;
import dev.codex.runtime.ProgressToAll;
import io.opentelemetry.api.OpenTelemetry;

/** Records runs with the OpenTelemetry that an application has already. */
public final class RunTelemetry {
  private static final String SCOPE = "dev.codex";

  private RunTelemetry() {}

  /**
   * A listener for the runs of one migrator after the other, not of two at once. A span of the caller that is current
   * when a run begins is the parent of the run's.
   */
  public static Progress of(OpenTelemetry telemetry, CodexConfig config) {
    return new ProgressToAll(
        new RunSpans(telemetry.getTracer(SCOPE), config),
        new RunFigures(telemetry.getMeter(SCOPE)));
  }
}
