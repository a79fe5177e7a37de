package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.Decision;
import dev.codex.migration.History;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Plan;
import dev.codex.migration.Resolution;
import dev.codex.migration.Version;
import dev.codex.postgres.AdvisoryLock;
import dev.codex.postgres.CodexSchema;
import dev.codex.postgres.CodexTables;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.Resolutions;
import dev.codex.postgres.RunIdentity;
import dev.codex.postgres.Session;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** The part of a resolution that one connection carries: look, lock, check, write. */
final class ResolutionRun {
  private final CodexConfig config;
  private final Session session;
  private final MigrationSet set;
  private final boolean dryRun;
  private final StopSignal stop;
  private final Progress progress;
  private final CodexTables tables;
  private final HistoryTable history;
  private final Resolutions resolutions;

  ResolutionRun(
      CodexConfig config,
      Session session,
      MigrationSet set,
      boolean dryRun,
      StopSignal stop,
      Progress progress) {
    this.config = config;
    this.session = session;
    this.set = set;
    this.dryRun = dryRun;
    this.stop = stop;
    this.progress = progress;
    this.tables = new CodexTables(config.migrations().schema());
    this.history = new HistoryTable(tables);
    this.resolutions = new Resolutions(
        session, tables, new RunIdentity(UUID.randomUUID(), config.release(), config.build()));
  }

  Future<Resolution> resolve(String name, Decision decision) {
    return find(name)
        .<Future<Resolution>>map(migration -> history
            .glance(session)
            .compose(glance -> Refusals.unfit(glance, session, config.database())
                .<Future<Resolution>>map(Future::failedFuture)
                .orElseGet(
                    () -> dryRun ? checked(migration, decision) : locked(migration, decision))))
        .orElseGet(() -> Future.failedFuture(Refusals.nothingIsCalled(name)))
        .recover(failure -> Future.failedFuture(Refusals.explain(failure, config)));
  }

  private Optional<Migration> find(String name) {
    Optional<Version> version = Version.parse(name);
    return set.migrations().stream()
        .filter(migration -> migration.script().name().equals(name)
            || (migration.version() == null
                ? migration.description().equals(name)
                : version.filter(migration.version()::equals).isPresent()))
        .findFirst();
  }

  private Future<Resolution> locked(Migration migration, Decision decision) {
    return new AdvisoryLock(tables, config.lock().timeout(), stop, progress::waitingForLock)
        .whileHeld(
            session,
            () -> checked(migration, decision)
                .compose(resolution -> history
                    .read(session)
                    .compose(read -> new CodexSchema(tables, config.migrations().readers())
                        .ensure(session)
                        .compose(there -> resolutions.write(resolution, read.highestRank() + 1)))
                    .map(resolution)))
        .compose(resolution -> resolutions.tell().map(resolution));
  }

  private Future<Resolution> checked(Migration migration, Decision decision) {
    PendingScripts scripts = new PendingScripts(session.vertx());
    return history
        .read(session)
        .compose(read -> refusal(migration, decision, read)
            .<Future<Void>>map(Future::failedFuture)
            .orElseGet(Future::succeededFuture))
        .compose(pending -> scripts.inspect(migration))
        .compose(inspected -> isForNothing(migration, decision))
        .compose(sensible -> resolutions.check(
            migration, decision, scripts.isStatementByStatement(migration), dryRun));
  }

  private Optional<CodexException> refusal(Migration migration, Decision decision, History read) {
    Plan plan = Plan.of(set, read, config.planRules());
    if (!plan.pending().contains(migration)) {
      return Optional.of(Refusals.isRecorded(migration, plan));
    }
    return plan.pending().stream()
        .filter(before -> decision.kind() == Decision.Kind.APPLIED
            && !config.planRules().outOfOrder()
            && migration.version() != null
            && before.version() != null
            && before.version().compareTo(migration.version()) < 0)
        .findFirst()
        .map(before -> Refusals.pendingBefore(migration, before));
  }

  private Future<Void> isForNothing(Migration migration, Decision decision) {
    return decision.kind() == Decision.Kind.NOT_APPLIED
        ? resolutions
            .isBegun(migration)
            .compose(begun -> begun
                ? Future.succeededFuture()
                : Future.failedFuture(Refusals.isNotBegun(migration)))
        : Future.succeededFuture();
  }
}
