package dev.codex.runtime;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * A migration that is written in Java, for applications that deploy Codex themselves. It takes its place among the scripts
 * by its version. It is found by {@link java.util.ServiceLoader}, or handed to {@link Migrator#withMigrations} and
 * {@link SchemaWaiter#withMigrations}: whoever migrates and whoever waits have to know the same ones.
 */
public interface JavaMigration {
  /** Its version, such as {@code 12} or {@code 20240131}; no script may have the same. */
  String version();

  /** What people call it. */
  String description();

  /** Changes with what it does: a text, of which the fingerprint is kept. Applied once, it must not give another one. */
  default String checksum() {
    return "";
  }

  /**
   * Does the work, in the transaction in which the history gets its row. It must not end that transaction, which is
   * detected, nor close the connection, nor block.
   *
   * @param connection inside the transaction; only to be used until the returned future completes
   * @return completes when all is done; if it fails, nothing is kept and the run fails
   */
  Future<?> migrate(SqlConnection connection);
}
