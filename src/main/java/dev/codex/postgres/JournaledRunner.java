package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Script;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Applies a script whose statements cannot run in a transaction, or that begins and ends its own: one by one, each noted
 * in the journal before it is sent and after it has ended; a transaction of its own is noted as one. A run that was cut short goes on where it stopped; what became of the statement it was at is
 * read from the catalog where it can be, and left to a person where it cannot.
 */
final class JournaledRunner {
  private static final Logger LOG = System.getLogger(JournaledRunner.class.getName());

  /** Statements that do no harm when they are run once more. */
  private static final Set<String> REPEATABLE = Set.of(
      "VACUUM", "VACUUM ANALYZE", "VACUUM FULL", "ANALYZE", "REINDEX", "CLUSTER", "ALTER SYSTEM");

  private static final Set<String> SETTINGS = Set.of("SET", "RESET");

  private final Session session;
  private final SessionProfile profile;
  private final Journal journal;
  private final HistoryRow rows;
  private final StopSignal stop;
  private final LockRetry locks;
  private final ScriptTransaction transactions;

  JournaledRunner(
      Session session,
      SessionProfile profile,
      CodexTables tables,
      RunIdentity run,
      StopSignal stop,
      LockRetry locks) {
    this.session = session;
    this.profile = profile;
    this.journal = new Journal(session, tables, run);
    this.rows = new HistoryRow(tables, run);
    this.stop = stop;
    this.locks = locks;
    this.transactions = new ScriptTransaction(session, journal);
  }

  /** @param after what runs before the script is recorded */
  Future<Duration> apply(Migration migration, int rank, Supplier<Future<Void>> after) {
    long started = System.nanoTime();
    return profile
        .apply(session)
        .compose(reset -> session.vertx().executeBlocking(() -> steps(migration)))
        .compose(
            steps -> journal.read(migration).compose(entries -> runAll(migration, steps, entries)))
        .compose(done -> after.get())
        .compose(done -> record(migration, rank, Duration.ofNanos(System.nanoTime() - started)))
        .map(recorded -> Duration.ofNanos(System.nanoTime() - started));
  }

  private static List<Step> steps(Migration migration) throws IOException {
    List<Statement> statements = new ArrayList<>();
    try (StatementCursor cursor = migration.script().open()) {
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        if (next.kind() != Statement.Kind.META_COMMAND) {
          statements.add(next);
        }
      }
      ScriptParts.checkUnchanged(migration, cursor);
    }
    return Step.of(statements, beginsInTransaction(migration.script(), statements));
  }

  /** The script of a tool that wraps it: its own COMMIT ends what the tool has begun. */
  private static boolean beginsInTransaction(Script script, List<Statement> statements) {
    return script.rules().wraps()
        && !script.header().noTransaction()
        && statements.stream()
            .anyMatch(statement -> statement.kind() == Statement.Kind.BEGIN
                || statement.kind() == Statement.Kind.END_OF_TRANSACTION);
  }

  private Future<Void> runAll(
      Migration migration, List<Step> steps, Map<Integer, Journal.Entry> entries) {
    AtomicBoolean unchanged = new AtomicBoolean(true);
    boolean ownPatience = LockPatience.isSetBy(steps);
    return Repeat.forEach(steps.iterator(), step -> {
      Statement statement = step.first();
      if (stop.isRequested()) {
        return Future.failedFuture(
            new CodexException.Interrupted("stopped in " + migration.script().path(), List.of()));
      }
      if (!step.isTransaction() && SETTINGS.contains(statement.label().split(" ", 2)[0])) {
        return set(migration, statement);
      }
      Journal.Entry entry = entries.get(statement.index());
      unchanged.compareAndSet(true, entry != null && entry.hash().equals(Journal.hash(statement)));
      if (entry != null && unchanged.get() && entry.finished()) {
        return Future.succeededFuture();
      }
      Future<Void> ready = ownPatience ? Future.succeededFuture() : limitWaits(migration, step);
      return ready.compose(limited ->
          entry == null || !unchanged.get() ? runStep(migration, step) : resume(migration, step));
    });
  }

  private Future<Void> limitWaits(Migration migration, Step step) {
    return session.query(locks.patience().setting(migration, step.statements())).mapEmpty();
  }

  /** A setting lasts as long as its session: it is sent again when the script goes on in another one. */
  private Future<Void> set(Migration migration, Statement statement) {
    return session
        .execute(statement.text())
        .recover(failure -> failure instanceof PgException refused
            ? Future.failedFuture(failed(migration, statement, refused))
            : Future.failedFuture(failure));
  }

  /** The statement was begun by a run that did not see its end. */
  private Future<Void> resume(Migration migration, Step step) {
    Statement statement = step.first();
    if (step.isTransaction() || statement.kind() == Statement.Kind.END_OF_TRANSACTION) {
      return step.isHarmlessTwice()
          ? runStep(migration, step)
          : Future.failedFuture(inDoubt(migration, statement));
    }
    return hasTakenEffect(statement)
        .map(known -> known.compose(
            done -> done ? journal.finished(migration, statement) : runOne(migration, statement)))
        .orElseGet(() -> isRepeatable(statement)
            ? runOne(migration, statement)
            : Future.failedFuture(inDoubt(migration, statement)));
  }

  /** What the catalog tells, of those statements of which it tells. */
  private Optional<Future<Boolean>> hasTakenEffect(Statement statement) {
    return ConcurrentIndex.of(statement)
        .map(index -> index.state(session).map(state -> state == ConcurrentIndex.State.VALID))
        .or(() -> ConcurrentIndex.droppedBy(statement)
            .map(name -> ConcurrentIndex.exists(session, name).map(there -> !there)));
  }

  private static boolean isRepeatable(Statement statement) {
    String label = statement.label();
    return REPEATABLE.contains(label)
        || REPEATABLE.contains(label.split(" ", 2)[0])
        || statement.text().toLowerCase(java.util.Locale.ROOT).contains("if exists")
        || statement.text().toLowerCase(java.util.Locale.ROOT).contains("if not exists");
  }

  private CodexException inDoubt(Migration migration, Statement statement) {
    return new CodexException.OutcomeInDoubt(
        "migration " + migration.label() + " was cut short at "
            + migration.script().path() + ":" + statement.line() + " (" + statement.label()
            + "), and whether that statement took effect cannot be told",
        "look at the database, then say that it did with\n  "
            + journal.resolution(migration, statement, true)
            + ";\nor that it did not with\n  " + journal.resolution(migration, statement, false)
            + ";\nand run codex migrate again");
  }

  private Future<Void> runStep(Migration migration, Step step) {
    if (step.isTransaction()) {
      return step.isAtomic()
          ? locks.of(() -> transactions.run(migration, step))
          : transactions.run(migration, step);
    }
    Statement statement = step.first();
    return isAllOrNothing(statement)
        ? locks.of(() -> runOne(migration, statement))
        : runOne(migration, statement);
  }

  /** Whether nothing of it remains when it fails; a procedure or a block may have committed. */
  private static boolean isAllOrNothing(Statement statement) {
    String word = statement.label().split(" ", 2)[0];
    return isRepeatable(statement)
        || (statement.kind() == Statement.Kind.TRANSACTIONAL
            && !Set.of("CALL", "DO").contains(word));
  }

  private Future<Void> runOne(Migration migration, Statement statement) {
    return withoutInvalidIndex(statement)
        .compose(clean -> journal.started(migration, statement))
        .compose(noted -> session.execute(statement.text()))
        .compose(done -> withValidIndex(migration, statement))
        .compose(
            valid -> finished(migration, statement),
            failure -> failure instanceof PgException refused
                ? journal
                    .failed(migration, statement)
                    .compose(noted -> Future.failedFuture(failed(migration, statement, refused)))
                : Future.failedFuture(failure));
  }

  /** A request to cancel that comes too late for the statement may hit the note of its end. */
  private Future<Void> finished(Migration migration, Statement statement) {
    return journal
        .finished(migration, statement)
        .recover(failure -> Failures.has(failure, Failures.QUERY_CANCELED)
            ? journal.finished(migration, statement)
            : Future.failedFuture(failure));
  }

  private static CodexException failed(
      Migration migration, Statement statement, PgException refused) {
    int position = TransactionalRunner.position(refused);
    return new CodexException.MigrationFailed(
        ScriptPlaces.inStatement(migration, statement, refused, position, false), List.of());
  }

  private Future<Void> withoutInvalidIndex(Statement statement) {
    return ConcurrentIndex.of(statement)
        .map(index -> index.state(session).compose(state -> {
          if (state != ConcurrentIndex.State.INVALID) {
            return Future.<Void>succeededFuture();
          }
          LOG.log(
              Level.WARNING,
              "{0} is invalid, left by a build that was cut short: it is dropped and built again",
              index);
          return index.drop(session);
        }))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> withValidIndex(Migration migration, Statement statement) {
    return ConcurrentIndex.of(statement)
        .map(index -> index
            .state(session)
            .compose(state -> state == ConcurrentIndex.State.INVALID
                ? Future.<Void>failedFuture(new CodexException.OutcomeInDoubt(
                    index + " is invalid after migration " + migration.label() + " has built it",
                    "drop it and run codex migrate again"))
                : Future.<Void>succeededFuture()))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> record(Migration migration, int rank, Duration took) {
    String message = String.join(";", profile.statements()) + "; begin; " + HistoryRow.ownGround()
        + "; " + journal.forget(migration) + "; "
        + rows.insert(migration, rank, Long.toString(took.toMillis())) + "; commit";
    return session
        .query(message)
        .<Void>mapEmpty()
        .recover(failure -> failure instanceof PgException refused
            ? session
                .query("rollback")
                .compose(ended -> Future.failedFuture(refused(migration, refused)))
            : Future.failedFuture(failure));
  }

  private RuntimeException refused(Migration migration, PgException refused) {
    return rows.isStale(refused)
        ? new StalePlanException("another process has the migration lock", refused)
        : new CodexException.MigrationFailed(
            ScriptPlaces.whole(migration, refused, false), List.of());
  }
}
