package dev.codex.migration;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the comment lines at the top of a script declare.
 *
 * @param noTransaction {@code -- codex:no-transaction}: its statements are sent one by one, outside a transaction
 * @param floor {@code -- codex:min-build 2.3}: builds below it must not run once this migration is applied
 * @param phase {@code -- codex:phase expand} or {@code contract}
 * @param lockTimeout {@code -- codex:lock-timeout 5s}: how long its statements may wait for a lock; zero for no limit
 */
public record ScriptHeader(
    boolean noTransaction,
    @Nullable Version floor,
    @Nullable Phase phase,
    @Nullable Duration lockTimeout) {
  public static final ScriptHeader NONE = new ScriptHeader(false, null, null);

  /** A header that says nothing about locks. */
  public ScriptHeader(boolean noTransaction, @Nullable Version floor, @Nullable Phase phase) {
    this(noTransaction, floor, phase, null);
  }
}
