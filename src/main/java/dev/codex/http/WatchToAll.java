package dev.codex.http;

import dev.codex.runtime.SchemaView;
import dev.codex.runtime.SchemaWatch;
import java.time.Duration;
import java.util.List;

/** Tells several listeners what the watch over the schema sees, one after the other. */
final class WatchToAll implements SchemaWatch.Listener {
  private final List<SchemaWatch.Listener> listeners;

  WatchToAll(SchemaWatch.Listener... listeners) {
    this.listeners = List.of(listeners);
  }

  @Override
  public void seen(SchemaView view) {
    listeners.forEach(listener -> listener.seen(view));
  }

  @Override
  public void unreachable(String reason, Duration since) {
    listeners.forEach(listener -> listener.unreachable(reason, since));
  }
}
