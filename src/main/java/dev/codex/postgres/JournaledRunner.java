package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Applies a script whose statements cannot run in a transaction, or that begins and ends its own: one by one, each noted
 * in the journal before it is sent and after it has ended; a transaction of its own is noted as one. A run that was cut
 * short goes on where it stopped; what became of the statement it was at is read from the catalog where it can be, and
 * left to a person where it cannot.
 */
final class JournaledRunner {
  /** They may have committed something by the time that they fail. */
  private static final Set<String> MAY_COMMIT = Set.of("CALL", "DO");

  private static final Set<String> HARMLESS_TWICE = Set.of("VACUUM", "REINDEX", "CLUSTER");

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
    this.transactions = new ScriptTransaction(session, journal, stop);
  }

  /** Whether a run has begun with it, and was cut short: then it goes on, whatever must have held before. */
  Future<Boolean> hasBegun(Migration migration) {
    return journal.read(migration).map(entries -> !entries.isEmpty());
  }

  /** @param after what runs before the script is recorded */
  Future<Duration> apply(Migration migration, int rank, Supplier<Future<Void>> after) {
    long started = System.nanoTime();
    return profile
        .apply(session)
        .compose(reset -> session.vertx().executeBlocking(() -> ScriptSteps.of(migration)))
        .compose(
            steps -> journal.read(migration).compose(entries -> runAll(migration, steps, entries)))
        .compose(done -> after.get())
        .compose(done -> record(migration, rank, Duration.ofNanos(System.nanoTime() - started)))
        .map(recorded -> Duration.ofNanos(System.nanoTime() - started));
  }

  private Future<Void> runAll(
      Migration migration, List<Step> steps, Map<Integer, Journal.Entry> entries) {
    boolean ownPatience = LockPatience.isSetBy(steps);
    session
        .statements()
        .begin(steps.isEmpty() ? 0 : steps.get(steps.size() - 1).last().index());
    return new JournalCheck(migration, steps, entries)
        .difference()
        .<Future<Void>>map(Future::failedFuture)
        .orElseGet(() -> Repeat.forEach(steps.iterator(), step -> {
          if (stop.isRequested()) {
            return Future.failedFuture(new CodexException.Interrupted(
                "stopped in " + migration.script().path(), List.of()));
          }
          if (step.isSetting()) {
            return set(migration, step.first());
          }
          Journal.Entry entry = entries.get(step.first().index());
          if (entry != null && entry.finished()) {
            return Future.succeededFuture();
          }
          Future<Void> ready = ownPatience ? Future.succeededFuture() : limitWaits(migration, step);
          return ready.compose(limited -> entry == null
              ? run(migration, step)
              : resume(migration, step, entry, inDoubt(migration, steps, step.first())));
        }));
  }

  private Future<Void> limitWaits(Migration migration, Step step) {
    return session.query(locks.patience().setting(migration, step.statements())).mapEmpty();
  }

  /** A setting lasts as long as its session: it is sent again when the script goes on in another one. */
  private Future<Void> set(Migration migration, Statement statement) {
    session.statements().sends(statement);
    return session
        .execute(statement.text())
        .recover(failure -> failure instanceof PgException refused
            ? Future.failedFuture(failed(migration, statement, refused))
            : Future.failedFuture(failure));
  }

  private Future<Void> run(Migration migration, Step step) {
    Supplier<Future<Void>> work = () -> step.isTransaction()
        ? transactions.run(migration, step)
        : lone(migration, step).run();
    return isAllOrNothing(step) ? locks.of(work) : work.get();
  }

  /** Whether a failure of it has left nothing behind. */
  static boolean isAllOrNothing(Step step) {
    String word = step.first().label().split(" ", 2)[0];
    return step.isTransaction()
        ? step.isAtomic()
        : HARMLESS_TWICE.contains(word)
            || (step.first().kind() == Statement.Kind.TRANSACTIONAL && !MAY_COMMIT.contains(word));
  }

  private LoneStatement lone(Migration migration, Step step) {
    return new LoneStatement(session, journal, transactions, migration, step);
  }

  /** The step was begun by a run that did not see its end. */
  private Future<Void> resume(
      Migration migration, Step step, Journal.Entry entry, CodexException doubt) {
    if (step.isTransaction() || step.first().kind() == Statement.Kind.END_OF_TRANSACTION) {
      return step.isHarmlessTwice() ? run(migration, step) : Future.failedFuture(doubt);
    }
    return lone(migration, step).resume(entry, doubt);
  }

  private static CodexException inDoubt(
      Migration migration, List<Step> steps, Statement statement) {
    return new CodexException.OutcomeInDoubt(
        "migration " + migration.label() + " was cut short at "
            + statement.fileOr(migration.script().path()) + ":" + statement.line() + " ("
            + statement.label() + "), and whether that statement took effect cannot be told",
        ResolveAdvice.of(migration, steps, statement));
  }

  private static CodexException failed(
      Migration migration, Statement statement, PgException refused) {
    int position = TransactionEnd.position(refused);
    return new CodexException.MigrationFailed(
        ScriptPlaces.inStatement(migration, statement, refused, position, false), List.of());
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
