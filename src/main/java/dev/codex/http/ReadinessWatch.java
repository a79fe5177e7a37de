package dev.codex.http;

import dev.codex.runtime.SchemaView;
import dev.codex.runtime.SchemaWatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets the health checks know what the watch over the schema sees, and logs each change of the verdict. */
final class ReadinessWatch implements SchemaWatch.Listener {
  private static final Logger LOG = System.getLogger(ReadinessWatch.class.getName());

  private final SchemaReadiness readiness;
  private final @Nullable Duration outageGrace;
  private boolean outage;

  /** @param outageGrace how long what was seen last holds while the database cannot be reached; null for ever */
  ReadinessWatch(SchemaReadiness readiness, @Nullable Duration outageGrace) {
    this.readiness = readiness;
    this.outageGrace = outageGrace;
  }

  @Override
  public void seen(SchemaView view) {
    SchemaHealth before = readiness.health();
    SchemaHealth now = SchemaHealth.of(view);
    readiness.seen(now, SchemaDetail.of(view));
    if (outage) {
      LOG.log(Level.INFO, "the database is there again");
    }
    outage = false;
    tell(before, now);
  }

  @Override
  public void unreachable(String reason, Duration since) {
    if (!outage) {
      LOG.log(Level.WARNING, "the database cannot be reached: {0}", reason);
    }
    outage = true;
    SchemaHealth before = readiness.health();
    if (outageGrace == null || since.compareTo(outageGrace) <= 0) {
      readiness.unreachable();
      return;
    }
    readiness.seen(SchemaHealth.DATABASE_UNAVAILABLE, Set.of());
    tell(before, SchemaHealth.DATABASE_UNAVAILABLE);
  }

  private static void tell(SchemaHealth before, SchemaHealth now) {
    if (before == now) {
      return;
    }
    if (now == SchemaHealth.READY) {
      LOG.log(Level.INFO, "the schema is ready");
    } else {
      LOG.log(Level.WARNING, "not ready any more: {0}", now.word());
    }
  }
}
