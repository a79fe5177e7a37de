package dev.codex.http;

import dev.codex.config.CodexConfig;
import dev.codex.migration.Plan;
import dev.codex.runtime.SchemaView;
import dev.codex.runtime.SchemaWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All that the API and the dashboard show: what the run of this process tells and what the watch sees. Whoever asks is
 * answered from memory. May be used from any thread.
 */
final class LiveSchema implements SchemaWatch.Listener {
  private final SchemaReadiness readiness;
  private final LiveRun run = new LiveRun(this::planned, this::changed);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong revision = new AtomicLong();
  private volatile @Nullable String build;
  private volatile @Nullable String release;
  private volatile @Nullable SchemaView view;
  private volatile @Nullable Instant seenAt;
  private volatile boolean reachable = true;

  LiveSchema(SchemaReadiness readiness) {
    this.readiness = readiness;
  }

  /** Tells which build of which release this is. */
  void configured(CodexConfig config) {
    build = config.build();
    release = config.release();
  }

  private void planned(Plan plan) {
    seen(new SchemaView(plan, true, null, List.of(), List.of()));
  }

  @Override
  public void seen(SchemaView seen) {
    SchemaView before = view;
    boolean same = seen.equals(before) && reachable;
    view = seen;
    seenAt = Instant.now();
    reachable = true;
    if (!same) {
      changed();
    }
  }

  @Override
  public void unreachable(String reason, Duration since) {
    if (reachable) {
      reachable = false;
      changed();
    }
  }

  private void changed() {
    revision.incrementAndGet();
    listeners.forEach(Runnable::run);
  }

  /** Runs something after each change, on the thread that it happens on. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  LiveRun run() {
    return run;
  }

  SchemaReadiness.Answer health() {
    return readiness.answer();
  }

  /** What was seen last, or null if nothing was. */
  @Nullable
  SchemaView view() {
    return view;
  }

  /** When the database answered last, or null. */
  @Nullable
  Instant seenAt() {
    return seenAt;
  }

  boolean isReachable() {
    return reachable;
  }

  /** Another number each time that something has changed. */
  long revision() {
    return revision.get();
  }

  @Nullable
  String build() {
    return build;
  }

  @Nullable
  String release() {
    return release;
  }
}
