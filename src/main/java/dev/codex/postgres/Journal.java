package dev.codex.postgres;

import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes, for a script outside a transaction, which statement was begun and which has ended. */
final class Journal {
  private final Session session;
  private final CodexTables tables;
  private final RunIdentity run;

  Journal(Session session, CodexTables tables, RunIdentity run) {
    this.session = session;
    this.tables = tables;
    this.run = run;
  }

  /**
   * What the journal says of a step.
   *
   * @param label the first words of what was run
   * @param seenBefore what the catalog showed of it before it was begun; null for what shares a transaction with the note
   *     of its end
   */
  record Entry(
      String hash, boolean finished, String label, @Nullable String seenBefore) {
    /** Whether it was sent without a transaction around it and the note of its end. */
    boolean isAlone() {
      return seenBefore != null;
    }
  }

  /** Reads the entries of a script, by statement number: of the text that was run last, which may be another one now. */
  Future<Map<Integer, Entry>> read(Migration migration) {
    String sql = HistoryRow.ownGround()
        + "; select statement, hash, finished_at is not null as finished, label, seen_before from "
        + tables.journal()
        + where(migration);
    return session.query(sql).map(first -> {
      Map<Integer, Entry> entries = new HashMap<>();
      Answers.last(first).forEach(row -> entries.put(row.getInteger("statement"), entry(row)));
      return entries;
    });
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getString("hash"),
        row.getBoolean("finished"),
        row.getString("label"),
        row.getString("seen_before"));
  }

  /** Notes that a step begins: on disk before it is sent. */
  Future<Void> started(Migration migration, Step step, @Nullable String seenBefore) {
    return write("delete from " + tables.journal() + where(migration) + " and statement = "
        + step.first().index() + "; "
        + insert(migration, step, "seen_before", Quoted.text(seenBefore)));
  }

  /** The statements that make the journal say that these steps have been done, and no other. */
  String doneUpTo(Migration migration, List<Step> steps) {
    List<String> statements = new ArrayList<>();
    statements.add(forget(migration));
    steps.forEach(step ->
        statements.add(insert(migration, step, "finished_at", "pg_catalog.clock_timestamp()")));
    return String.join("; ", statements);
  }

  private String insert(Migration migration, Step step, String column, String value) {
    Statement first = step.first();
    return "insert into " + tables.journal()
        + " (script, checksum, statement, hash, label, run_id, " + column + ") values ("
        + String.join(
            ", ",
            Quoted.text(migration.script().name()),
            Quoted.text(migration.checksum().value()),
            Integer.toString(first.index()),
            Quoted.text(step.hash()),
            Quoted.text(first.label()),
            "'" + run.runId() + "'",
            value)
        + ")";
  }

  Future<Void> finished(Migration migration, Statement statement) {
    return write("update " + tables.journal() + " set finished_at = clock_timestamp()"
        + where(migration) + " and statement = " + statement.index());
  }

  /** Forgets a statement that is known to have had no effect. A request to cancel it may come late, and hit this. */
  Future<Void> failed(Migration migration, Statement statement) {
    String sql = "delete from " + tables.journal() + where(migration) + " and statement = "
        + statement.index();
    return write(sql)
        .recover(failure -> Failures.has(failure, Failures.QUERY_CANCELED)
            ? write(sql)
            : Future.failedFuture(failure));
  }

  /** The statement that forgets the whole script, for the transaction that records it as applied. */
  String forget(Migration migration) {
    return "delete from " + tables.journal() + where(migration);
  }

  private Future<Void> write(String sql) {
    return session.query(HistoryRow.ownGround() + "; " + sql).mapEmpty();
  }

  private static String where(Migration migration) {
    return " where script = " + Quoted.text(migration.script().name());
  }
}
