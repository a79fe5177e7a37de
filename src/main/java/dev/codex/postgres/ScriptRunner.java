package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.ScriptFailure;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Applies migrations on one session, each together with its row in the history. */
public final class ScriptRunner {
  private static final Logger LOG = System.getLogger(ScriptRunner.class.getName());

  private final Session session;
  private final CodexTables tables;
  private final RunIdentity run;
  private final MessageRunner messages;
  private final TransactionalRunner transactional;
  private final JournaledRunner journaled;
  private final SessionProfile profile;
  private final StopSignal stop;
  private final Around around;
  private final CallbackRunner callbacks;
  private final LockRetry locks;

  /** How a script is sent. */
  public enum Way {
    /** In one transaction, as one message with its history row. */
    ONE_MESSAGE,
    /** In one transaction, a part at a time. */
    IN_PARTS,
    /** Outside a transaction, one statement at a time, each noted in the journal. */
    STATEMENT_BY_STATEMENT
  }

  private ScriptRunner(
      Session session,
      CodexTables tables,
      RunIdentity run,
      SessionProfile profile,
      LockRetry locks,
      StopSignal stop,
      Around around) {
    this.session = session;
    this.tables = tables;
    this.run = run;
    this.profile = profile;
    this.locks = locks;
    this.stop = stop;
    this.around = around;
    ScriptFrame frame = new ScriptFrame(profile, tables, run);
    TransactionEnd end = new TransactionEnd(session, profile, frame);
    this.messages = new MessageRunner(session, frame, end, stop, locks.patience());
    this.transactional = new TransactionalRunner(
        session, profile, tables, frame, end, stop, around, locks.patience());
    this.callbacks = new CallbackRunner(session, profile, transactional, locks);
    this.journaled = new JournaledRunner(session, profile, tables, run, stop, locks);
  }

  /**
   * Makes a runner, which costs a look at the server's settings and their change: what the role had set, such as
   * {@code standard_conforming_strings = off}, would still hold for the reading of the first message.
   *
   * @param locks tries again what did not get its locks
   * @param stop keeps the next statement from being sent
   */
  public static Future<ScriptRunner> on(
      Session session, CodexTables tables, RunIdentity run, LockRetry locks, StopSignal stop) {
    return SessionProfile.read(session)
        .compose(profile -> profile
            .apply(session)
            .map(set ->
                new ScriptRunner(session, tables, run, profile, locks, stop, Around.NOTHING)));
  }

  /** The same behind a pooler that gives a session for a transaction only. */
  public static Future<ScriptRunner> onShared(
      Session session, CodexTables tables, RunIdentity run, LockRetry locks, StopSignal stop) {
    return SessionProfile.read(session)
        .map(profile ->
            new ScriptRunner(session, tables, run, profile.shared(), locks, stop, Around.NOTHING));
  }

  /** A runner that also runs these in the transaction of each migration; of one that has none, before and after it. */
  public ScriptRunner with(Around others) {
    return new ScriptRunner(session, tables, run, profile, locks, stop, others);
  }

  /** Runs a script without recording it: the same failures as {@link #apply}, but for a plan that is out of date. */
  public Future<Void> runUnrecorded(Migration callback, Way way) {
    return way == Way.STATEMENT_BY_STATEMENT
        ? callbacks.runOutside(callback)
        : locks.of(() -> transactional.applyUnrecorded(callback));
  }

  /** Whether the session's role may do anything. */
  public boolean isSuperuser() {
    return profile.isSuperuser();
  }

  /** Settings of the role or the database that do not hold for this run, such as {@code statement_timeout = 1000}. */
  public List<String> overriddenSettings() {
    return profile.overridden();
  }

  /**
   * Applies a migration and records it at its rank.
   *
   * @param turn how a script in one transaction is committed is said there; one that goes statement by statement is
   *     always durable, and so is what was committed before its first statement is sent
   * @param next one that goes as one message too, and is applied next unless this one fails: it may be sent already while
   *     the server is at this one, in which case it is {@link #hasSent}
   * @return how long it took; fails with {@link CodexException.MigrationFailed} if a statement failed, with
   *     {@link CodexException.LocksNotObtained} if others held what it needs for too long, with
   *     {@link StalePlanException} if the history has moved on, with {@link ConnectionLostException} if nothing is known
   */
  public Future<Duration> apply(Turn turn, Way way, @Nullable Turn next) {
    return switch (way) {
      case ONE_MESSAGE ->
        locks.of(() -> around.isNothing() && !profile.isShared()
            ? messages.apply(turn, next)
            : transactional.applyInParts(turn));
      case IN_PARTS -> locks.of(() -> transactional.applyInParts(turn));
      case STATEMENT_BY_STATEMENT ->
        callbacks
            .runAll(around.before())
            .compose(before -> journaled.apply(
                turn.migration(), turn.rank(), () -> callbacks.runAll(around.after())));
    };
  }

  /**
   * Looks whether a script is to be run, by its preconditions.
   *
   * @return false if it is to be {@linkplain #record recorded} only; fails with {@link CodexException.MigrationFailed} if
   *     one does not hold that must
   */
  public Future<Boolean> isToBeRun(Migration migration, Way way) {
    if (migration.script().preconditions().isEmpty()) {
      return Future.succeededFuture(true);
    }
    Future<Boolean> begun = way == Way.STATEMENT_BY_STATEMENT
        ? journaled.hasBegun(migration)
        : Future.succeededFuture(false);
    return begun.compose(goesOn -> goesOn
        ? Future.succeededFuture(true)
        : locks.of(() -> profile
            .apply(session)
            .compose(clean -> new PreconditionCheck(session, migration).isToBeRun())));
  }

  /** Records a migration without running its script; takes, and fails, as {@link #apply} does. */
  public Future<Duration> record(Turn turn) {
    Turn alone = new Turn(RecordedScript.of(turn.migration()), turn.rank(), turn.commit());
    return apply(alone, Way.ONE_MESSAGE, null);
  }

  /** Whether the server has this one already: then its outcome has to be waited for, whatever else happens. */
  public boolean hasSent(Turn turn) {
    return messages.hasSent(turn);
  }

  /** Completes when the server is no longer at what it has already, whatever came of it. Never fails. */
  public Future<Void> quiet() {
    return messages.quiet();
  }

  /**
   * Lets code do the work of a migration, in the transaction that records it.
   *
   * @return as {@link #apply}; what the code itself fails with is a {@link CodexException.MigrationFailed} too
   */
  public Future<Duration> applyCode(
      Migration migration, Function<SqlConnection, Future<?>> code, int rank) {
    return locks.of(() -> transactional.applyCode(migration, code, rank));
  }

  /** Notes a failed attempt where waiting processes see it, and tells them. Never fails: the failure itself matters. */
  public Future<Void> recordFailure(Migration migration, ScriptFailure failure) {
    String version = migration.version() == null ? null : migration.version().toString();
    String insert = "insert into " + tables.attempt()
        + " (version, description, script, checksum, algorithm, release, build, run_id, sqlstate, message, statement, line)"
        + " values ("
        + String.join(
            ", ",
            Quoted.text(version),
            Quoted.text(migration.description()),
            Quoted.text(migration.script().name()),
            Quoted.text(migration.checksum().value()),
            Integer.toString(migration.checksum().algorithm()),
            Quoted.text(run.release()),
            Quoted.text(run.build()),
            "'" + run.runId() + "'",
            Quoted.text(failure.sqlState()),
            Quoted.text(failure.message()),
            Integer.toString(failure.statement()),
            Integer.toString(failure.line()))
        + ")";
    return session
        .query(HistoryRow.ownGround() + "; " + insert)
        .compose(recorded -> tell())
        .onFailure(lost -> LOG.log(Level.DEBUG, "the failed attempt could not be recorded", lost))
        .otherwiseEmpty();
  }

  /** Wakes waiting processes. A statement of its own: inside a script's transaction it would hold up every NOTIFY. */
  public Future<Void> tell() {
    return session.query("notify " + Quoted.name(tables.channel())).mapEmpty();
  }
}
