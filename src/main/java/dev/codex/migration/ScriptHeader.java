package dev.codex.migration;

import org.jspecify.annotations.Nullable;

/**
 * What the comment lines at the top of a script declare.
 *
 * @param noTransaction {@code -- codex:no-transaction}: its statements are sent one by one, outside a transaction
 * @param floor {@code -- codex:min-build 2.3}: builds below it must not run once this migration is applied
 * @param phase {@code -- codex:phase expand} or {@code contract}
 */
public record ScriptHeader(
    boolean noTransaction,
    @Nullable Version floor,
    @Nullable Phase phase) {
  public static final ScriptHeader NONE = new ScriptHeader(false, null, null);
}
