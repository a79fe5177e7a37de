package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport.Applied;
import dev.codex.migration.ScriptFailure;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Applies a transactional script and records it, together or not at all: one message holds the frame and the text. */
final class TransactionalRunner {
  private final Session session;
  private final SessionProfile profile;
  private final CodexTables tables;
  private final ScriptFrame frame;
  private final StopSignal stop;
  private final Around around;
  private final LockPatience patience;

  TransactionalRunner(
      Session session,
      SessionProfile profile,
      CodexTables tables,
      RunIdentity run,
      StopSignal stop,
      Around around,
      LockPatience patience) {
    this.session = session;
    this.profile = profile;
    this.tables = tables;
    this.frame = new ScriptFrame(profile, tables, run);
    this.stop = stop;
    this.around = around;
    this.patience = patience;
  }

  /** Sends a small script as one message. */
  Future<Duration> applyAsOneMessage(Migration migration, String text, int rank, Commit commit) {
    return patience
        .setting(session.vertx(), migration)
        .compose(locks -> send(migration, text, rank, commit, frame.head(locks)));
  }

  private Future<Duration> send(
      Migration migration, String text, int rank, Commit commit, List<String> head) {
    String before = String.join(";", head) + ";";
    String message =
        before + text + "\n;\n" + String.join(";", frame.tail(migration, rank, commit));
    StatementCounter counter = new StatementCounter();
    long started = System.nanoTime();
    return session
        .run(message, counter)
        .compose(
            done -> recorded(migration, done)
                .map(seen -> Duration.ofNanos(System.nanoTime() - started)),
            failure -> failure instanceof PgException refused
                ? rollback()
                    .compose(clean ->
                        placed(migration, text, before.length(), head.size(), counter, refused))
                : Future.failedFuture(failure));
  }

  /** Sends a large script in parts, in one transaction. */
  Future<Duration> applyInParts(Migration migration, int rank, Commit commit) {
    return applyInParts(
        migration,
        rank,
        commit,
        () -> ScriptParts.ofMigration(session, migration, stop).send());
  }

  /** The same with code in the place of the script; what it does elsewhere is not taken back by a crash. */
  Future<Duration> applyCode(
      Migration migration, Function<SqlConnection, Future<?>> code, int rank) {
    CodeWork work = new CodeWork(session, migration, code);
    return applyInParts(migration, rank, Commit.DURABLE, work::run)
        .recover(failure -> Future.failedFuture(work.explained(failure)));
  }

  private Future<Duration> applyInParts(
      Migration migration, int rank, Commit commit, Supplier<Future<Void>> work) {
    long started = System.nanoTime();
    StatementCounter counter = new StatementCounter();
    return begin(migration)
        .compose(TransactionalRunner::fenced)
        .compose(fenced -> profile.isShared() ? followed(rank) : Future.succeededFuture())
        .compose(begun -> sendAll(around.before()))
        .compose(sent -> work.get())
        .compose(sent -> sendAll(around.after()))
        .compose(
            sent -> session.run(String.join(";", frame.tail(migration, rank, commit)), counter))
        .onComplete(ended -> unfollowed())
        .compose(
            done -> recorded(migration, done)
                .compose(seen -> profile.apply(session))
                .map(reset -> Duration.ofNanos(System.nanoTime() - started)),
            failure -> session.isOpen()
                ? rollback().compose(clean -> refused(migration, failure))
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
                ? rollback().compose(clean -> refused(callback, failure)).mapEmpty()
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

  /** Success is the row seen: the last but one statement of the message returned it. */
  private static Future<Void> recorded(Migration migration, SqlResult<Integer> first) {
    SqlResult<Integer> insert = first;
    SqlResult<Integer> last = first;
    for (SqlResult<Integer> next = first; next != null; next = next.next()) {
      insert = last;
      last = next;
    }
    if (insert.value() != 1) {
      return Future.failedFuture(new CodexException.OutcomeInDoubt(
          "the server did not confirm that migration " + migration.label() + " was recorded",
          "run codex info to see whether it was applied"));
    }
    return Future.succeededFuture();
  }

  /** After a failure the session is in an aborted transaction; a reset inside the failed message went with it. */
  private Future<Void> rollback() {
    return session.query("rollback").compose(ended -> profile.apply(session));
  }

  private Future<Duration> placed(
      Migration migration,
      String text,
      int headChars,
      int headStatements,
      StatementCounter counter,
      PgException refused) {
    int position = position(refused);
    int characters = text.codePointCount(0, text.length());
    int inScript = counter.completed() - headStatements + 1;
    if (position > headChars && position <= headChars + characters + 1) {
      return ScriptPlaces.atCharacter(
              session.vertx(), migration, text, position - headChars, refused)
          .compose(TransactionalRunner::failed);
    }
    if (position > 0 || inScript < 1) {
      return refused(migration, refused);
    }
    return ScriptPlaces.ofNth(session.vertx(), migration, inScript, refused)
        .compose(failure -> failure.line() > 0 ? failed(failure) : refused(migration, refused));
  }

  static int position(PgException refused) {
    String position = refused.getPosition();
    return position == null ? 0 : Integer.parseInt(position);
  }

  /** The failure of one of our own statements around the script. */
  private Future<Duration> refused(Migration migration, Throwable failure) {
    if (!(failure instanceof PgException refused)) {
      return Future.failedFuture(failure);
    }
    if (frame.isStale(refused)) {
      return Future.failedFuture(
          new StalePlanException("another process has the migration lock", failure));
    }
    return failed(ScriptPlaces.whole(migration, refused, true));
  }

  private static Future<Duration> failed(ScriptFailure failure) {
    return Future.failedFuture(new CodexException.MigrationFailed(failure, List.<Applied>of()));
  }
}
