package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs scripts that are not recorded: each in a transaction of its own, or without one where it cannot be in one. */
final class CallbackRunner {
  private final Session session;
  private final SessionProfile profile;
  private final TransactionalRunner transactions;
  private final LockRetry locks;

  CallbackRunner(
      Session session, SessionProfile profile, TransactionalRunner transactions, LockRetry locks) {
    this.session = session;
    this.profile = profile;
    this.transactions = transactions;
    this.locks = locks;
  }

  Future<Void> runAll(List<Migration> callbacks) {
    return Repeat.forEach(callbacks.iterator(), transactions::applyUnrecorded);
  }

  /** Sends one statement after the other; there is no journal, since a callback is run again each time. */
  Future<Void> runOutside(Migration callback) {
    return profile
        .apply(session)
        .compose(reset -> session.vertx().executeBlocking(() -> steps(callback)))
        .compose(steps -> sendAll(callback, steps))
        .eventually(() -> session.isOpen() ? profile.apply(session) : Future.succeededFuture());
  }

  private static List<Step> steps(Migration callback) throws IOException {
    List<Statement> statements = new ArrayList<>();
    try (StatementCursor cursor = callback.script().open()) {
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        if (next.kind() != Statement.Kind.META_COMMAND) {
          statements.add(next);
        }
      }
    }
    return statements.stream()
        .map(statement -> new Step(List.of(statement), false, false))
        .toList();
  }

  /** Like those of a migration, they wait for locks for a while only, and what has had no effect is tried again. */
  private Future<Void> sendAll(Migration callback, List<Step> steps) {
    boolean ownPatience = LockPatience.isSetBy(steps);
    return Repeat.forEach(steps.iterator(), step -> {
      Future<Void> ready = ownPatience || step.isSetting()
          ? Future.succeededFuture()
          : session.query(locks.patience().setting(callback, step.statements())).mapEmpty();
      return ready.compose(limited -> JournaledRunner.isAllOrNothing(step)
          ? locks.of(() -> send(callback, step.first()))
          : send(callback, step.first()));
    });
  }

  private Future<Void> send(Migration callback, Statement statement) {
    return session
        .execute(statement.text())
        .recover(failure -> failure instanceof PgException refused
            ? Future.failedFuture(new CodexException.MigrationFailed(
                ScriptPlaces.inStatement(
                    callback, statement, refused, TransactionEnd.position(refused), false),
                List.of()))
            : Future.failedFuture(failure));
  }
}
