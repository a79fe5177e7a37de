package dev.codex.migration;

import org.jspecify.annotations.Nullable;

/**
 * As much of a set as it takes to find that a database has all of it, and too little to apply anything.
 *
 * @param digest that of {@link MigrationSet#digest()}
 * @param highest the highest version, or null if there is none
 * @param migrations how many there are
 */
public record SetSummary(String digest, @Nullable String highest, int migrations) {
  /** How a schema stands that has all of them. */
  public SchemaState complete() {
    return new SchemaState(SchemaState.Status.READY, highest, migrations, 0);
  }
}
