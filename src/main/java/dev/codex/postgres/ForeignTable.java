package dev.codex.postgres;

import dev.codex.migration.CodexException;

/**
 * Another tool's history table, as it was found in the database.
 *
 * @param schema as it is written in the catalog
 * @param name as it is written in the catalog
 * @param database the name of the database, which some lock keys are made of
 */
public record ForeignTable(String schema, String name, String database) {
  /** The two names as they stand in SQL. */
  String qualified() {
    return Quoted.name(schema) + "." + Quoted.name(name);
  }

  /** Puts what the server refused into a sentence. */
  Throwable explain(Throwable failure) {
    return Failures.has(failure, Failures.NO_PRIVILEGE)
        ? new CodexException.Refused(
            this + " may not be read and locked by this user: " + Failures.reason(failure),
            "run as its owner, or grant select, update on " + qualified()
                + " for the time of the move")
        : failure;
  }

  /** The two names as people write them. */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
