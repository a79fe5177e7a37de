package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.List;

/**
 * Sends a transaction that a script begins and ends itself. That it has happened is written to the journal inside of it,
 * so that a lost answer to its COMMIT leaves no doubt.
 */
final class ScriptTransaction {
  private final Session session;
  private final Journal journal;
  private final StopSignal stop;

  ScriptTransaction(Session session, Journal journal, StopSignal stop) {
    this.session = session;
    this.journal = journal;
    this.stop = stop;
  }

  Future<Void> run(Migration migration, Step step) {
    return journal
        .started(migration, step, null)
        .compose(noted -> step.begins() ? session.execute("begin") : Future.succeededFuture())
        .compose(begun -> Repeat.forEach(
            step.statements().iterator(), statement -> send(migration, step, statement)))
        .compose(sent ->
            step.commits() ? commit(migration, step) : journal.finished(migration, step.first()));
  }

  private Future<Void> send(Migration migration, Step step, Statement statement) {
    Future<Void> ready =
        step.isOwnCommit(statement) ? note(migration, step) : Future.succeededFuture();
    return ready
        .compose(noted -> {
          session.statements().sends(statement);
          return statement.kind() == Statement.Kind.COPY_DATA
              ? load(migration, statement)
              : session.execute(statement.text());
        })
        .recover(failure -> failed(migration, step, statement, failure));
  }

  /** The rows are read from the script once more, up to its end: a file that has changed since leaves none of them. */
  private Future<Void> load(Migration migration, Statement copy) {
    return session
        .vertx()
        .executeBlocking(() -> at(migration, copy))
        .compose(cursor -> session
            .vertx()
            .executeBlocking(cursor::copyData)
            .compose(data -> new CopyLoad(session, migration, copy, stop).send(data))
            .compose(loaded -> session.vertx().<Void>executeBlocking(() -> {
              readToEnd(migration, cursor);
              return null;
            }))
            .eventually(() -> session.vertx().<Void>executeBlocking(() -> {
              cursor.close();
              return null;
            })));
  }

  private static StatementCursor at(Migration migration, Statement copy) throws IOException {
    StatementCursor cursor = migration.script().open();
    Statement next = cursor.next();
    while (next != null && next.index() < copy.index()) {
      next = cursor.next();
    }
    return cursor;
  }

  private static void readToEnd(Migration migration, StatementCursor cursor) throws IOException {
    Statement next = cursor.next();
    while (next != null) {
      next = cursor.next();
    }
    ScriptParts.checkUnchanged(migration, cursor);
  }

  private Future<Void> commit(Migration migration, Step step) {
    return note(migration, step)
        .compose(noted -> session.execute("commit"))
        .recover(failure -> failed(migration, step, step.last(), failure));
  }

  /** Deferred triggers still meet the settings of the script; what the journal sets lasts until the COMMIT only. */
  private Future<Void> note(Migration migration, Step step) {
    return session
        .execute("set constraints all immediate")
        .compose(checked -> journal.finished(migration, step.first()));
  }

  /** A transaction that is still open would swallow what we write next. */
  private Future<Void> failed(
      Migration migration, Step step, Statement statement, Throwable failure) {
    if (!session.isOpen()) {
      return Future.failedFuture(failure);
    }
    boolean nothingLeft = step.first().index() == 1;
    return session
        .execute("rollback")
        .compose(ended -> journal.failed(migration, step.first()))
        .compose(noted -> Future.failedFuture(placed(migration, statement, failure, nothingLeft)));
  }

  private static Throwable placed(
      Migration migration, Statement statement, Throwable failure, boolean nothingLeft) {
    if (failure instanceof CodexException.MigrationFailed ofRow) {
      return new CodexException.MigrationFailed(
          ofRow.failure().withRolledBack(nothingLeft), List.of());
    }
    if (!(failure instanceof PgException refused)) {
      return failure;
    }
    int position = TransactionEnd.position(refused);
    return new CodexException.MigrationFailed(
        ScriptPlaces.inStatement(migration, statement, refused, position, nothingLeft), List.of());
  }
}
