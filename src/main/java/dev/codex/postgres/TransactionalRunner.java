package dev.codex.postgres;

import dev.codex.migration.Migration;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Applies a transactional script, or code, a part at a time and records it, together or not at all. */
final class TransactionalRunner {
  private final Session session;
  private final SessionProfile profile;
  private final CodexTables tables;
  private final ScriptFrame frame;
  private final TransactionEnd end;
  private final StopSignal stop;
  private final Around around;
  private final LockPatience patience;

  TransactionalRunner(
      Session session,
      SessionProfile profile,
      CodexTables tables,
      ScriptFrame frame,
      TransactionEnd end,
      StopSignal stop,
      Around around,
      LockPatience patience) {
    this.session = session;
    this.profile = profile;
    this.tables = tables;
    this.frame = frame;
    this.end = end;
    this.stop = stop;
    this.around = around;
    this.patience = patience;
  }

  /** Sends a large script in parts, in one transaction. */
  Future<Duration> applyInParts(Turn turn) {
    return applyInParts(
        turn, () -> ScriptParts.ofMigration(session, turn.migration(), stop).send());
  }

  /** The same with code in the place of the script; what it does elsewhere is not taken back by a crash. */
  Future<Duration> applyCode(
      Migration migration, Function<SqlConnection, Future<?>> code, int rank) {
    CodeWork work = new CodeWork(session, migration, code);
    return applyInParts(new Turn(migration, rank, Commit.DURABLE), work::run)
        .recover(failure -> Future.failedFuture(work.explained(failure)));
  }

  private Future<Duration> applyInParts(Turn turn, Supplier<Future<Void>> work) {
    Migration migration = turn.migration();
    List<String> tail = frame.tail(migration, turn.rank(), turn.commit());
    long started = System.nanoTime();
    StatementCounter counter = new StatementCounter();
    return begin(migration)
        .compose(TransactionalRunner::fenced)
        .compose(fenced -> profile.isShared() ? followed(turn.rank()) : Future.succeededFuture())
        .compose(begun -> sendAll(around.before()))
        .compose(sent -> work.get())
        .compose(sent -> sendAll(around.after()))
        .compose(sent -> session.run(String.join(";", tail), counter))
        .onComplete(ended -> unfollowed())
        .compose(
            done -> end.recorded(migration, done)
                .compose(seen -> profile.apply(session))
                .map(reset -> Duration.ofNanos(System.nanoTime() - started)),
            failure -> session.isOpen()
                ? end.rollback().compose(clean -> end.refused(migration, failure))
                : Future.failedFuture(failure));
  }

  private Future<Void> followed(int rank) {
    return session.watchTransaction().compose(watched -> checkIsNext(rank));
  }

  private void unfollowed() {
    if (profile.isShared()) {
      session.leaveTransaction();
    }
  }

  /** Without a lock on the session, another run may have gone on between the plan and this transaction. */
  private Future<Void> checkIsNext(int rank) {
    return session
        .query("select coalesce(pg_catalog.max(rank), 0) from " + tables.history())
        .map(answer -> answer.iterator().next().getInteger(0))
        .compose(last -> last == rank - 1
            ? Future.succeededFuture()
            : Future.failedFuture(
                new StalePlanException("another process has applied migrations", null)));
  }

  private Future<Void> sendAll(List<Migration> callbacks) {
    return Repeat.forEach(
        callbacks.iterator(),
        callback -> ScriptParts.ofCallback(session, callback, stop).send());
  }

  /** Sends a script that leaves no row: it must not run either while another process has the lock. */
  Future<Void> applyUnrecorded(Migration callback) {
    return begin(callback)
        .compose(TransactionalRunner::fenced)
        .compose(begun -> ScriptParts.ofCallback(session, callback, stop).send())
        .compose(sent -> session.query(String.join(";", frame.tailUnrecorded())))
        .compose(
            done -> profile.apply(session).mapEmpty(),
            failure -> session.isOpen()
                ? end.rollback()
                    .compose(clean -> end.refused(callback, failure))
                    .mapEmpty()
                : Future.failedFuture(failure));
  }

  private Future<RowSet<Row>> begin(Migration migration) {
    return patience
        .setting(session.vertx(), migration)
        .compose(locks -> session.query(String.join(";", frame.head(locks))));
  }

  /** The head ends with the attempt to have the lock. */
  private static Future<Void> fenced(RowSet<Row> head) {
    RowSet<Row> last = head;
    for (RowSet<Row> next = head; next != null; next = next.next()) {
      last = next;
    }
    return last.iterator().next().getBoolean(0)
        ? Future.succeededFuture()
        : Future.failedFuture(
            new StalePlanException("another process has the migration lock", null));
  }
}
