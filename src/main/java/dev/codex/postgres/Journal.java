package dev.codex.postgres;

import dev.codex.migration.Checksum;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;

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

  /** What the journal says of a statement. */
  record Entry(String hash, boolean finished) {}

  /** Reads the entries of a script, by statement number: of the text that was run last, which may be another one now. */
  Future<Map<Integer, Entry>> read(Migration migration) {
    String sql = HistoryRow.ownGround()
        + "; select statement, hash, finished_at is not null as finished from " + tables.journal()
        + where(migration);
    return session.query(sql).map(first -> {
      Map<Integer, Entry> entries = new HashMap<>();
      Answers.last(first).forEach(row -> entries.put(row.getInteger("statement"), entry(row)));
      return entries;
    });
  }

  private static Entry entry(Row row) {
    return new Entry(row.getString("hash"), row.getBoolean("finished"));
  }

  static String hash(Statement statement) {
    return Checksum.of(statement.text()).value();
  }

  /** Notes that a statement begins: on disk before the statement is sent. */
  Future<Void> started(Migration migration, Statement statement) {
    return write("delete from " + tables.journal() + where(migration) + " and statement = "
        + statement.index()
        + "; insert into " + tables.journal()
        + " (script, checksum, statement, hash, label, run_id) values ("
        + String.join(
            ", ",
            Quoted.text(migration.script().path()),
            Quoted.text(migration.checksum().value()),
            Integer.toString(statement.index()),
            Quoted.text(hash(statement)),
            Quoted.text(statement.label()),
            "'" + run.runId() + "'")
        + ")");
  }

  Future<Void> finished(Migration migration, Statement statement) {
    return write("update " + tables.journal() + " set finished_at = clock_timestamp()"
        + where(migration) + " and statement = " + statement.index());
  }

  /** Forgets a statement that is known to have had no effect. */
  Future<Void> failed(Migration migration, Statement statement) {
    return write("delete from " + tables.journal() + where(migration) + " and statement = "
        + statement.index());
  }

  /** The statement that forgets the whole script, for the transaction that records it as applied. */
  String forget(Migration migration) {
    return "delete from " + tables.journal() + where(migration);
  }

  /** What a person runs to say that a statement in doubt has taken effect, or that it has not. */
  String resolution(Migration migration, Statement statement, boolean tookEffect) {
    String row = where(migration) + " and statement = " + statement.index();
    return tookEffect
        ? "update " + tables.journal() + " set finished_at = now()" + row
        : "delete from " + tables.journal() + row;
  }

  private Future<Void> write(String sql) {
    return session.query(HistoryRow.ownGround() + "; " + sql).mapEmpty();
  }

  private static String where(Migration migration) {
    return " where script = " + Quoted.text(migration.script().path());
  }
}
