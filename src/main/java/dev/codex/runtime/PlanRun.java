package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.config.Durability;
import dev.codex.migration.Callback.Event;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Plan;
import dev.codex.migration.SchemaState;
import dev.codex.postgres.CodexTables;
import dev.codex.postgres.Connector;
import dev.codex.postgres.LockRetry;
import dev.codex.postgres.OutsideWorld;
import dev.codex.postgres.Repeat;
import dev.codex.postgres.RunIdentity;
import dev.codex.postgres.ScriptRunner;
import dev.codex.postgres.ScriptRunner.Way;
import dev.codex.postgres.Session;
import dev.codex.postgres.StalePlanException;
import dev.codex.postgres.StatementWatch;
import dev.codex.postgres.StopSignal;
import dev.codex.postgres.Turn;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Applies what is pending by a plan, in its order, on the session of a run: the callbacks, each migration with its row, and
 * what is done about one that fails. */
final class PlanRun {
  private final CodexConfig config;
  private final Connector connector;
  private final Session session;
  private final CodexTables tables;
  private final PendingScripts scripts;
  private final Progress progress;
  private final StopSignal stop;
  private final RunLog log;

  PlanRun(
      CodexConfig config,
      Connector connector,
      Session session,
      PendingScripts scripts,
      Progress progress,
      StopSignal stop,
      RunLog log) {
    this.config = config;
    this.connector = connector;
    this.session = session;
    this.tables = new CodexTables(config.migrations().schema());
    this.scripts = scripts;
    this.progress = progress;
    this.stop = stop;
    this.log = log;
  }

  /**
   * Applies it all.
   *
   * @param shared whether the session is one of many on a pooled backend
   * @return how the schema stands then
   */
  Future<SchemaState> apply(Plan plan, boolean shared) {
    progress.planned(plan);
    RunIdentity identity = new RunIdentity(log.runId(), config.release(), config.build());
    return runner(identity, shared)
        .compose(runner -> {
          RoleNotes.log(runner, config.database());
          Moments moments = new Moments(plan.set().callbacks(), scripts, runner, stop, log);
          return moments
              .beforeAll()
              .compose(begun -> commitRule(plan))
              .compose(commits -> applyEach(plan, moments, commits))
              .compose(done -> moments.afterAll())
              .recover(failure -> failure instanceof CodexException.MigrationFailed
                      || failure instanceof CodexException.LocksNotObtained
                  ? moments
                      .afterFailure(Event.AFTER_MIGRATE_ERROR)
                      .compose(told -> Future.failedFuture(failure))
                  : Future.failedFuture(failure));
        })
        .map(done -> stateAfter(plan));
  }

  private Future<CommitRule> commitRule(Plan plan) {
    Durability durability = config.migrations().durability();
    boolean decided = durability == Durability.EACH
        || !plan.set().callbacks().isEmpty()
        || scripts.reachOut(plan.pending());
    return decided || plan.pending().size() == 1
        ? Future.succeededFuture(new CommitRule(durability, decided))
        : OutsideWorld.isReachedFrom(session).map(reached -> new CommitRule(durability, reached));
  }

  private Future<Void> applyEach(Plan plan, Moments moments, CommitRule commits) {
    List<Turn> turns = turns(plan, commits);
    ScriptRunner runner = moments.runner();
    AtomicInteger number = new AtomicInteger();
    return Repeat.forEach(turns.iterator(), turn -> {
          if (stop.isRequested() && !runner.hasSent(turn)) {
            // nothing is with the server: what was meant to be sent ahead was not
            log.failed();
            return Future.failedFuture(log.interrupted("stopped", false));
          }
          int at = number.incrementAndGet();
          Turn next =
              at < turns.size() && goesTogether(plan, turn, turns.get(at)) ? turns.get(at) : null;
          return moments.before(turn.migration()).compose(ready -> {
            progress.started(turn.migration(), at, turns.size());
            return applyOne(runner, moments, turn, next);
          });
        })
        .recover(failure -> runner.quiet().compose(quiet -> Future.failedFuture(failure)));
  }

  private static List<Turn> turns(Plan plan, CommitRule commits) {
    List<Turn> turns = new ArrayList<>();
    int before = plan.history().highestRank();
    int pending = plan.pending().size();
    for (Migration migration : plan.pending()) {
      int number = turns.size() + 1;
      turns.add(new Turn(migration, before + number, commits.of(number, pending)));
    }
    return turns;
  }

  /** Whether nothing is to be done between the two, so that the second may be on its way while the first one runs. */
  private boolean goesTogether(Plan plan, Turn turn, Turn next) {
    return plan.set().callbacks().isEmpty()
        && turn.migration().script().header().floor() == null
        && isMessage(turn.migration())
        && isMessage(next.migration())
        && turn.migration().script().preconditions().isEmpty()
        && next.migration().script().preconditions().isEmpty();
  }

  private boolean isMessage(Migration migration) {
    return !(migration.script() instanceof CodeScript) && scripts.way(migration) == Way.ONE_MESSAGE;
  }

  private Future<Void> applyOne(
      ScriptRunner runner, Moments moments, Turn turn, @Nullable Turn next) {
    Migration migration = turn.migration();
    log.sent(migration);
    if (next != null) {
      log.sent(next.migration());
    }
    return sent(runner, turn, next)
        .compose(
            execution -> {
              log.finished(migration, execution);
              progress.finished(migration, execution);
              // builds that must not run any more are told at once, not at the end of the run
              return migration.script().header().floor() == null
                  ? Future.succeededFuture()
                  : runner.tell();
            },
            failure -> failed(runner, moments, migration, failure));
  }

  private Future<ScriptRunner> runner(RunIdentity identity, boolean shared) {
    session.tellStatements(progress::sending);
    if (shared) {
      StatementWatch.overShared(session, connector, progress::running);
      return ScriptRunner.onShared(session, tables, identity, lockRetry(), stop);
    }
    return StatementWatch.over(session, connector, progress::running)
        .compose(watched -> ScriptRunner.on(session, tables, identity, lockRetry(), stop));
  }

  private LockRetry lockRetry() {
    return new LockRetry(session, config.lock(), stop, progress::waitingForLocks);
  }

  private Future<Duration> sent(ScriptRunner runner, Turn turn, @Nullable Turn next) {
    Migration migration = turn.migration();
    if (migration.script() instanceof CodeScript script) {
      return runner.applyCode(migration, script.code()::migrate, turn.rank());
    }
    Way way = scripts.way(migration);
    return runner
        .isToBeRun(migration, way)
        .compose(run -> run ? runner.apply(turn, way, next) : runner.record(turn));
  }

  private Future<Void> failed(
      ScriptRunner runner, Moments moments, Migration migration, Throwable failure) {
    progress.failed(migration, failure);
    if (failure instanceof StalePlanException) {
      log.failed();
    }
    if (failure instanceof CodexException.LocksNotObtained blocked) {
      // it passes by itself: not noted as a failed attempt, after which nobody would wait any
      // longer
      log.failed();
      return moments
          .afterFailure(Event.AFTER_EACH_MIGRATE_ERROR)
          .compose(told -> Future.failedFuture(blocked.after(log.applied())));
    }
    if (!(failure instanceof CodexException.MigrationFailed failed)) {
      return Future.failedFuture(failure);
    }
    if (stop.isRequested()) {
      return Future.failedFuture(log.interrupted("stopped", false));
    }
    log.failed();
    CodexException complete = new CodexException.MigrationFailed(failed.failure(), log.applied());
    return runner
        .recordFailure(migration, failed.failure())
        .compose(noted -> moments.afterFailure(Event.AFTER_EACH_MIGRATE_ERROR))
        .compose(told -> Future.failedFuture(complete));
  }

  private static SchemaState stateAfter(Plan plan) {
    MigrationSet set = plan.set();
    String own = set.highestVersion().map(Object::toString).orElse(null);
    String version = plan.isBehind() ? plan.state().version() : own;
    int applied = set.migrations().size() - plan.postponed().size();
    return new SchemaState(SchemaState.Status.READY, version, applied, 0);
  }
}
