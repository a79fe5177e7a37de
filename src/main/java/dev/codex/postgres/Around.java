package dev.codex.postgres;

import dev.codex.migration.Migration;
import java.util.List;

/**
 * What runs in the transaction of each migration, besides the migration.
 *
 * @param before what runs before it, in this order
 * @param after what runs after it
 */
public record Around(List<Migration> before, List<Migration> after) {
  static final Around NOTHING = new Around(List.of(), List.of());

  boolean isNothing() {
    return before.isEmpty() && after.isEmpty();
  }
}
