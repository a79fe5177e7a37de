package dev.codex.http;

import dev.codex.runtime.SchemaView;
import dev.codex.runtime.SchemaWatch;
import java.time.Duration;

/** Lets the health checks know what a service waits for that waits until somebody else has migrated. */
final class WaitingReadiness implements SchemaWatch.Listener {
  private final SchemaReadiness readiness;

  WaitingReadiness(SchemaReadiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void seen(SchemaView view) {
    readiness.notYet(SchemaHealth.of(view));
  }

  @Override
  public void unreachable(String reason, Duration since) {
    readiness.notYet(SchemaHealth.DATABASE_UNAVAILABLE);
  }
}
