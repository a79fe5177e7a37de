package dev.codex.postgres;

import dev.codex.migration.Adopted;
import dev.codex.migration.Migration;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records in our history what somebody else has applied. The rows are fenced like any other. */
public final class AdoptedRows {
  private static final int BATCH = 100;

  private final CodexTables tables;
  private final RunIdentity run;

  public AdoptedRows(CodexTables tables, RunIdentity run) {
    this.tables = tables;
    this.run = run;
  }

  /**
   * Writes rows in the transaction that is open on the session.
   *
   * @param highestRank of the history that they follow
   * @return fails with {@link StalePlanException} if the history has moved on
   */
  public Future<Void> write(Session session, List<Adopted> adopted, int highestRank) {
    List<String> inserts = new ArrayList<>();
    for (int from = 0; from < adopted.size(); from += BATCH) {
      List<String> values = new ArrayList<>();
      for (int i = from; i < Math.min(from + BATCH, adopted.size()); i++) {
        values.add(values(adopted.get(i), highestRank + i + 1));
      }
      inserts.add(insert() + String.join(",\n", values));
    }
    return Repeat.forEach(inserts.iterator(), insert -> session.query(insert).mapEmpty())
        .recover(failure -> Future.failedFuture(
            failure instanceof PgException refused && new HistoryRow(tables, run).isStale(refused)
                ? new StalePlanException("the history has moved on", refused)
                : failure));
  }

  private String insert() {
    return "insert into " + tables.history()
        + " (rank, version, description, kind, script, checksum, algorithm, phase, floor, down_script, down_checksum,"
        + " release, build, installed_by, installed_at, execution_millis, run_id, fenced) values\n";
  }

  private String values(Adopted row, int rank) {
    Migration.Down down = row.down();
    return "("
        + String.join(
            ", ",
            Integer.toString(rank),
            text(row.version()),
            Quoted.text(row.description()),
            Quoted.text(row.kind().column()),
            Quoted.text(row.script()),
            Quoted.text(row.checksum().value()),
            Integer.toString(row.checksum().algorithm()),
            Quoted.text(HistoryRow.phase(row.header().phase())),
            text(row.header().floor()),
            Quoted.text(down == null ? null : down.text()),
            Quoted.text(down == null ? null : down.checksum().value()),
            Quoted.text(run.release()),
            Quoted.text(run.build()),
            row.installedBy() == null ? "session_user" : Quoted.text(row.installedBy()),
            row.installedAt() == null
                ? "pg_catalog.clock_timestamp()"
                : "timestamptz '" + row.installedAt() + "'",
            Long.toString(Math.max(0, row.execution().toMillis())),
            "'" + run.runId() + "'",
            "pg_catalog.pg_try_advisory_xact_lock(" + tables.lockKey() + ")")
        + ")";
  }

  private static String text(@Nullable Object value) {
    return Quoted.text(value == null ? null : value.toString());
  }

  /** Wakes waiting processes, once the rows are committed. */
  public Future<Void> tell(Session session) {
    return session.query("notify " + Quoted.name(tables.channel())).mapEmpty();
  }
}
