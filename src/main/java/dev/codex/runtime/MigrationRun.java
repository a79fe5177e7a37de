package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.History;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Plan;
import dev.codex.migration.Problem;
import dev.codex.migration.SchemaState;
import dev.codex.migration.Version;
import dev.codex.postgres.AdvisoryLock;
import dev.codex.postgres.BuildSessions;
import dev.codex.postgres.CodexSchema;
import dev.codex.postgres.CodexTables;
import dev.codex.postgres.Connector;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.PoolerProbe;
import dev.codex.postgres.Readers;
import dev.codex.postgres.ServerIdentity;
import dev.codex.postgres.Session;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The part of a run that one connection carries: look, plan, lock, plan again, apply. */
final class MigrationRun {
  private final CodexConfig config;
  private final Connector connector;
  private final Session session;
  private final RunMigrations migrations;
  private final Progress progress;
  private final StopSignal stop;
  private final RunLog log;
  private final CodexTables tables;
  private final HistoryTable history;
  private final Readers readers;
  private final PendingScripts scripts;
  private final PlanRun planRun;
  private boolean hasHistory;
  private boolean shared;

  MigrationRun(
      CodexConfig config,
      Connector connector,
      Session session,
      RunMigrations migrations,
      Progress progress,
      StopSignal stop,
      RunLog log) {
    this.config = config;
    this.connector = connector;
    this.session = session;
    this.migrations = migrations;
    this.progress = progress;
    this.stop = stop;
    this.log = log;
    this.tables = new CodexTables(config.migrations().schema());
    this.history = new HistoryTable(tables);
    this.readers = new Readers(tables, config.migrations().readers());
    this.scripts = new PendingScripts(session.vertx());
    this.planRun = new PlanRun(config, connector, session, scripts, progress, stop, log);
  }

  Future<SchemaState> run() {
    return history
        .glance(session)
        .compose(glance -> isComplete(glance)
            ? upToDate()
            : migrations
                .read()
                .compose(set -> history.read(session).compose(read -> goOn(glance, set, read))))
        .compose(this::told)
        .recover(failure -> Future.failedFuture(Refusals.explain(failure, config)));
  }

  /** Waiting processes are told at the end, also of what was applied by a connection that was lost before it could. */
  private Future<SchemaState> told(SchemaState state) {
    return log.isUntold()
        ? history.tell(session).map(state).onSuccess(done -> log.told())
        : Future.succeededFuture(state);
  }

  /** The digest tells it in one query, unless a floor was declared or a lost connection has left a question. */
  private boolean isComplete(HistoryTable.Glance glance) {
    return migrations.summary().digest().equals(glance.digest())
        && glance.floors().isEmpty()
        && !log.isInFlight();
  }

  private Future<SchemaState> upToDate() {
    return readers.grantMissing(session).map(migrations.summary().complete());
  }

  private Future<SchemaState> goOn(HistoryTable.Glance glance, MigrationSet set, History read) {
    log.settleIfApplied(read);
    hasHistory = !read.rows().isEmpty();
    Plan plan = Plan.of(set, read, config.planRules());
    return checked(plan).compose(valid -> {
      if (plan.isUpToDate()) {
        return readers.grantMissing(session).map(granted -> plan.state());
      }
      return Refusals.unfit(glance, session, config.database())
          .map(refusal -> glance.standby() && log.hasBegun()
              ? Future.<SchemaState>failedFuture(new FailoverException(refusal))
              : Future.<SchemaState>failedFuture(refusal))
          .orElseGet(() -> sameDatabase()
              .compose(same -> readers.check(session))
              .compose(known -> scripts.inspect(plan))
              .compose(inspected -> glance.isPooled(session)
                  ? throughPooler(
                      set, Refusals.isPooledByTransaction(glance, session, config.database()))
                  : lock().whileHeld(session, doneByOthers(), () -> apply(set))));
    });
  }

  /** Where a session is shared, each script takes the lock in its own transaction, and finds out there if it is late. */
  private Future<SchemaState> throughPooler(MigrationSet set, boolean sharing) {
    shared = sharing;
    return new PoolerProbe(connector, stop)
        .keepsTransactions(session)
        .compose(keeps -> keeps
            ? sharing ? scripts.needingSession() : Future.succeededFuture(List.<Problem>of())
            : Future.failedFuture(Refusals.statementMode(config.database())))
        .compose(problems -> problems.isEmpty()
            ? sharing
                ? lock().onceFree(session, doneByOthers(), () -> apply(set))
                : lock().whileHeld(session, doneByOthers(), () -> apply(set))
            : Future.failedFuture(Refusals.needSession(problems)));
  }

  /** A run that has lost its connection goes on where it was, and nowhere else. */
  private Future<Void> sameDatabase() {
    return ServerIdentity.read(session)
        .compose(identity -> log.isSame(identity)
            ? Future.succeededFuture()
            : Future.failedFuture(log.elsewhere(config.database().address())));
  }

  private static Future<Plan> checked(Plan plan) {
    List<Problem> problems = plan.stopping();
    return problems.isEmpty()
        ? Future.succeededFuture(plan)
        : Future.failedFuture(new CodexException.ScriptsInvalid(problems));
  }

  private DoneByOthers doneByOthers() {
    return new DoneByOthers(history, session, this::isComplete, this::upToDate);
  }

  private AdvisoryLock lock() {
    return new AdvisoryLock(tables, config.lock().timeout(), stop, progress::waitingForLock);
  }

  /** Under the lock: the history may have moved on since the first plan. */
  private Future<SchemaState> apply(MigrationSet set) {
    return firstRun(set)
        .compose(ours -> new CodexSchema(tables, config.migrations().readers()).ensure(session))
        .compose(there -> history.read(session))
        .compose(read -> {
          log.settle(read);
          return checked(Plan.of(set, read, config.planRules()));
        })
        .compose(plan -> plan.isUpToDate()
            ? Future.succeededFuture(plan.state())
            : scripts
                .inspect(plan)
                .compose(inspected -> contractible(plan))
                .compose(checked -> planRun.apply(plan, shared)));
  }

  /** Before anything is written, and not by those who wait for the lock. */
  private Future<Void> firstRun(MigrationSet set) {
    return hasHistory
        ? Future.succeededFuture()
        : history.read(session).compose(read -> new FirstRun(config, session).check(set, read));
  }

  /** What a contraction takes away must not be in use by a build that needs it. */
  private Future<Void> contractible(Plan plan) {
    Optional<Version> floor = Migration.contractionFloor(plan.pending());
    if (floor.isEmpty() || config.rollout().force()) {
      return Future.succeededFuture();
    }
    return BuildSessions.below(session, floor.get())
        .compose(old -> old.isEmpty()
            ? Future.succeededFuture()
            : Future.failedFuture(Refusals.contraction(floor.get(), old)));
  }
}
