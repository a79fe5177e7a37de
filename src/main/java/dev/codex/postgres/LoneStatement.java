package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement of a script that goes statement by statement. What can be in a transaction shares one with the note of
 * its end, and so is done once and never in doubt. What cannot is looked up in the catalog after a run that was cut short;
 * where that tells nothing it is left to a person.
 */
final class LoneStatement {
  /** Of a failure after which the statement is sent without a transaction. */
  private static final List<String> NOT_IN_TRANSACTION =
      List.of(Failures.IN_TRANSACTION, Failures.ENDS_TRANSACTION);

  private final Session session;
  private final Journal journal;
  private final ScriptTransaction transactions;
  private final Migration migration;
  private final Step step;
  private final Statement statement;
  private final Optional<Trace> trace;

  LoneStatement(
      Session session,
      Journal journal,
      ScriptTransaction transactions,
      Migration migration,
      Step step) {
    this.session = session;
    this.journal = journal;
    this.transactions = transactions;
    this.migration = migration;
    this.step = step;
    this.statement = step.first();
    this.trace = Traces.of(statement);
  }

  Future<Void> run() {
    return isAtomic()
        ? transactions
            .run(migration, step.inTransaction())
            .recover(failure ->
                isRefusedInTransaction(failure) ? runAlone(null) : Future.failedFuture(failure))
        : runAlone(null);
  }

  /** A procedure may end transactions, which it cannot do in ours. */
  private boolean isAtomic() {
    return statement.kind() == Statement.Kind.COPY_DATA
        || (statement.kind() == Statement.Kind.TRANSACTIONAL
            && !statement.label().startsWith("CALL"));
  }

  private static boolean isRefusedInTransaction(Throwable failure) {
    return failure instanceof CodexException.MigrationFailed failed
        && NOT_IN_TRANSACTION.contains(failed.failure().sqlState());
  }

  /**
   * Goes on with a statement that was begun by a run that did not see its end.
   *
   * @param entry what that run noted
   * @param doubt what to fail with if nothing tells what became of it
   */
  Future<Void> resume(Journal.Entry entry, CodexException doubt) {
    if (isAtomic() && !entry.isAlone()) {
      return run();
    }
    return trace
        .map(left -> left.look(session)
            .compose(now -> left.isEffect(entry.seenBefore(), now)
                ? journal.finished(migration, statement)
                : runAlone(entry.seenBefore())))
        .orElseGet(() -> Future.failedFuture(doubt));
  }

  private Future<Void> runAlone(@Nullable String seenBefore) {
    return trace
        .map(left -> left.tidy(session, seenBefore)
            .compose(done -> done ? noteAsDone() : left.look(session).compose(this::send)))
        .orElseGet(() -> send(""));
  }

  private Future<Void> noteAsDone() {
    return journal
        .started(migration, step, "")
        .compose(noted -> journal.finished(migration, statement));
  }

  private Future<Void> send(String before) {
    return journal
        .started(migration, step, before)
        .compose(noted -> {
          session.statements().sends(statement);
          return session.execute(statement.text());
        })
        .compose(
            done -> flaw().compose(sound -> finished()),
            failure -> failure instanceof PgException refused
                ? failed(before, refused)
                : Future.failedFuture(failure));
  }

  private Future<Void> failed(String before, PgException refused) {
    CodexException placed = new CodexException.MigrationFailed(
        ScriptPlaces.inStatement(
            migration, statement, refused, TransactionEnd.position(refused), false),
        List.of());
    return trace
        .map(left -> left.afterFailure(session, before))
        .orElseGet(Future::succeededFuture)
        .compose(tidied -> journal.failed(migration, statement))
        .compose(noted -> Future.failedFuture(placed));
  }

  private Future<Void> flaw() {
    return trace
        .map(left -> left.flaw(session))
        .orElseGet(() -> Future.succeededFuture(""))
        .compose(flaw -> flaw.isEmpty()
            ? Future.succeededFuture()
            : Future.failedFuture(new CodexException.OutcomeInDoubt(
                flaw + " after migration " + migration.label() + " has built it",
                "drop it and run codex migrate again")));
  }

  /** A request to cancel that comes too late for the statement may hit the note of its end. */
  private Future<Void> finished() {
    return journal
        .finished(migration, statement)
        .recover(failure -> Failures.has(failure, Failures.QUERY_CANCELED)
            ? journal.finished(migration, statement)
            : Future.failedFuture(failure));
  }
}
