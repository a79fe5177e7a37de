package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.List;

/**
 * Sends a transaction that a script begins and ends itself. That it has happened is written to the journal inside of it,
 * so that a lost answer to its COMMIT leaves no doubt.
 */
final class ScriptTransaction {
  private final Session session;
  private final Journal journal;

  ScriptTransaction(Session session, Journal journal) {
    this.session = session;
    this.journal = journal;
  }

  Future<Void> run(Migration migration, Step step) {
    return journal
        .started(migration, step.first())
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
        .compose(noted -> session.execute(statement.text()))
        .recover(failure -> failed(migration, step, statement, failure));
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
    if (!(failure instanceof PgException refused)) {
      return Future.failedFuture(failure);
    }
    int position = TransactionalRunner.position(refused);
    boolean nothingLeft = step.first().index() == 1;
    return session
        .execute("rollback")
        .compose(ended -> journal.failed(migration, step.first()))
        .compose(noted -> Future.failedFuture(new CodexException.MigrationFailed(
            ScriptPlaces.inStatement(migration, statement, refused, position, nothingLeft),
            List.of())));
  }
}
