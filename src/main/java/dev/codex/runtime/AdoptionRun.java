package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.Adoption;
import dev.codex.migration.AdoptionReport;
import dev.codex.migration.CodexException;
import dev.codex.migration.ForeignChecksums;
import dev.codex.migration.ForeignMigration;
import dev.codex.migration.History;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Version;
import dev.codex.postgres.AdoptedRows;
import dev.codex.postgres.AdvisoryLock;
import dev.codex.postgres.CodexSchema;
import dev.codex.postgres.CodexTables;
import dev.codex.postgres.ForeignHistory;
import dev.codex.postgres.ForeignTable;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.RunIdentity;
import dev.codex.postgres.Session;
import dev.codex.postgres.StopSignal;
import dev.codex.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The part of an adoption that one connection carries: look, lock, read, compare, write. */
final class AdoptionRun {
  private final CodexConfig config;
  private final Session session;
  private final boolean dryRun;
  private final StopSignal stop;
  private final Progress progress;
  private final CodexTables tables;
  private final HistoryTable history;
  private final AdoptedRows rows;

  AdoptionRun(
      CodexConfig config, Session session, boolean dryRun, StopSignal stop, Progress progress) {
    this.config = config;
    this.session = session;
    this.dryRun = dryRun;
    this.stop = stop;
    this.progress = progress;
    this.tables = new CodexTables(config.migrations().schema());
    this.history = new HistoryTable(tables);
    this.rows = new AdoptedRows(
        tables, new RunIdentity(UUID.randomUUID(), config.release(), config.build()));
  }

  /** Their table is read, and our rows are written, in one transaction that holds their lock. */
  Future<AdoptionReport> adopt(String tool, @Nullable String table, AdoptedScripts scripts) {
    ForeignHistory foreign =
        new ForeignHistory(tool, config.lock().timeout(), stop, progress::waitingForLock);
    return run(read -> foreign
        .find(session, table)
        .compose(found -> foreign.read(session, found, !dryRun, theirs -> {
          Adoption adoption = Adoption.of(
              tool,
              scripts.set(),
              read,
              theirs,
              scripts.checksums(),
              scripts.revisions(),
              config.planRules());
          return written(adoption, read, found);
        })));
  }

  Future<AdoptionReport> baseline(MigrationSet set, Version version) {
    return run(read -> {
      Adoption adoption = Adoption.of(
          "codex baseline",
          set,
          read,
          List.of(ForeignMigration.baseline(version)),
          ForeignChecksums.NONE,
          null,
          config.planRules());
      if (!adoption.adopted().isEmpty() && !read.rows().isEmpty()) {
        return Future.failedFuture(Refusals.hasHistory(read));
      }
      return dryRun
          ? written(adoption, read, null)
          : Transaction.in(session, () -> written(adoption, read, null));
    });
  }

  /** Under our lock, unless nothing is to be written. */
  private Future<AdoptionReport> run(Function<History, Future<AdoptionReport>> work) {
    return history
        .glance(session)
        .compose(glance -> Refusals.withoutSession(glance, session, config.database())
            .<Future<AdoptionReport>>map(Future::failedFuture)
            .orElseGet(() -> dryRun ? history.read(session).compose(work) : locked(work)))
        .recover(failure -> Future.failedFuture(Refusals.explain(failure, config)));
  }

  private Future<AdoptionReport> locked(Function<History, Future<AdoptionReport>> work) {
    return new AdvisoryLock(tables, config.lock().timeout(), stop, progress::waitingForLock)
        .whileHeld(session, () -> history.read(session).compose(work))
        .compose(report -> report.adopted().isEmpty()
            ? Future.succeededFuture(report)
            : rows.tell(session).map(report));
  }

  private Future<AdoptionReport> written(
      Adoption adoption, History before, @Nullable ForeignTable source) {
    if (!adoption.problems().isEmpty()) {
      return Future.failedFuture(new CodexException.ScriptsInvalid(adoption.problems()));
    }
    AdoptionReport report = new AdoptionReport(
        source == null ? null : source.toString(),
        dryRun,
        adoption.adopted(),
        adoption.alreadyRecorded(),
        adoption.notes(),
        adoption.after());
    if (dryRun || report.adopted().isEmpty()) {
      return Future.succeededFuture(report);
    }
    return new CodexSchema(tables, config.migrations().readers())
        .ensure(session)
        .compose(there -> rows.write(session, report.adopted(), before.highestRank()))
        .map(report);
  }
}
