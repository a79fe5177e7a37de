package dev.codex.postgres;

import dev.codex.migration.Migration;
import dev.codex.migration.Phase;
import dev.codex.migration.Version;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The statements that record a migration as applied. The row carries the fence: it can only be written by a session for
 * which the migration lock is free or its own, and only at the rank that follows the history its plan was made from.
 */
final class HistoryRow {
  private final CodexTables tables;
  private final long lockKey;
  private final RunIdentity run;

  HistoryRow(CodexTables tables, RunIdentity run) {
    this.tables = tables;
    this.lockKey = tables.lockKey();
    this.run = run;
  }

  /** Back to the log-in role, our own search path and a commit that waits for the disk, until the end of the transaction. */
  static String ownGround() {
    return ownGround(Commit.DURABLE);
  }

  static String ownGround(Commit commit) {
    return "set local session authorization default; set local role none; set local search_path = pg_catalog, pg_temp;"
        + " set local synchronous_commit = " + commit.setting();
  }

  /**
   * The insert.
   *
   * @param millis an expression for the milliseconds that the script took
   */
  String insert(Migration migration, int rank, String millis) {
    Version version = migration.version();
    Version floor = migration.script().header().floor();
    Migration.Down down = migration.down();
    String values = String.join(
        ", ",
        Integer.toString(rank),
        text(version),
        Quoted.text(migration.description()),
        Quoted.text(migration.kind().column()),
        Quoted.text(migration.script().name()),
        Quoted.text(migration.checksum().value()),
        Integer.toString(migration.checksum().algorithm()),
        Quoted.text(phase(migration.script().header().phase())),
        text(floor),
        Quoted.text(down == null ? null : down.text()),
        Quoted.text(down == null ? null : down.checksum().value()),
        Quoted.text(run.release()),
        Quoted.text(run.build()),
        millis,
        "'" + run.runId() + "'",
        "pg_catalog.pg_try_advisory_xact_lock(" + lockKey + ")");
    return "insert into " + tables.history()
        + " (rank, version, description, kind, script, checksum, algorithm, phase, floor, down_script, down_checksum,"
        + " release, build, execution_millis, run_id, fenced) values (" + values
        + ") returning rank";
  }

  /** Whether a row was refused because the history has moved on, or because another process works on it. */
  boolean isStale(PgException refused) {
    return tables.schema().equals(refused.getSchema())
        && CodexTables.HISTORY.equals(refused.getTable())
        && List.of(Failures.UNIQUE_VIOLATION, Failures.CHECK_VIOLATION)
            .contains(refused.getSqlState());
  }

  private static String text(@Nullable Version version) {
    return Quoted.text(version == null ? null : Objects.toString(version));
  }

  /** As it stands in the column: {@code expand}, or nothing where the script says nothing. */
  static @Nullable String phase(@Nullable Phase phase) {
    return phase == null ? null : phase.name().toLowerCase(Locale.ROOT);
  }
}
