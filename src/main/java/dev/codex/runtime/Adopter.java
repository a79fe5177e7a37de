package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.AdoptionReport;
import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Version;
import dev.codex.postgres.ApplicationName;
import dev.codex.postgres.ConnectionLostException;
import dev.codex.postgres.Connector;
import dev.codex.postgres.ForeignHistory;
import dev.codex.postgres.StalePlanException;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes a database over from another tool, or from nobody: writes our history, and runs no script. An instance is for one
 * run.
 */
public final class Adopter {
  private final Vertx vertx;
  private final CodexConfig config;
  private final boolean dryRun;
  private final Progress progress;
  private final StopSignal stop = new StopSignal();

  private Adopter(Vertx vertx, CodexConfig config, boolean dryRun, Progress progress) {
    this.vertx = vertx;
    this.config = config;
    this.dryRun = dryRun;
    this.progress = progress;
  }

  /**
   * An adopter for this configuration.
   *
   * @param dryRun whether it only tells what it would write
   */
  public static Adopter create(Vertx vertx, CodexConfig config, boolean dryRun) {
    return new Adopter(vertx, config, dryRun, Progress.NONE);
  }

  /** The same, and somebody is told when it has to wait. */
  public Adopter withProgress(Progress listener) {
    return new Adopter(vertx, config, dryRun, listener);
  }

  /** The tools that a database can be taken over from, by name. */
  public static List<String> tools() {
    return ForeignHistory.tools();
  }

  /**
   * Records what another tool has applied. Its table is read, under its own lock, and never written.
   *
   * @param tool one of {@link #tools()}
   * @param table where it keeps its history, {@code schema.name} or {@code name}; null for where it does by default
   * @return what was recorded; fails with {@link CodexException.ScriptsInvalid} if the scripts and that history do not
   *     go together, and with {@link CodexException.LockTimedOut} while the tool is at work; then nothing is recorded
   */
  public Future<AdoptionReport> adopt(String tool, @Nullable String table) {
    return adopt(tool, table, Map.of());
  }

  /**
   * The same for a tool whose migrations are no scripts, as those of Alembic.
   *
   * @param revisions the last version that each of its revisions has, for those of which the scripts do not say it
   */
  public Future<AdoptionReport> adopt(
      String tool, @Nullable String table, Map<String, Version> revisions) {
    return AdoptedScripts.load(vertx, config, tool)
        .map(scripts -> scripts.with(revisions))
        .compose(scripts -> connected(run -> run.adopt(tool, table, scripts)).map(report -> {
          String note = scripts.note();
          return note == null ? report : report.withNote(note);
        }));
  }

  /**
   * Records every script up to a version as applied, in a database that no tool has kept.
   *
   * @return what was recorded; fails with {@link CodexException.Refused} if there is a history that says otherwise
   */
  public Future<AdoptionReport> baseline(Version version) {
    return BuildMigrations.load(vertx, config, List.of())
        .compose(set -> checked(set, version))
        .compose(set -> connected(run -> run.baseline(set, version)));
  }

  private static Future<MigrationSet> checked(MigrationSet set, Version version) {
    if (!set.problems().isEmpty()) {
      return Future.failedFuture(new CodexException.ScriptsInvalid(set.problems()));
    }
    return set.contains(version)
        ? Future.succeededFuture(set)
        : Future.failedFuture(Refusals.noSuchVersion(set, version));
  }

  private Future<AdoptionReport> connected(Function<AdoptionRun, Future<AdoptionReport>> work) {
    return new Connector(
            vertx, config.database().forMigrator(), ApplicationName.of("adopt", config.build()))
        .connectWithin(config.database().connectBudget(), stop)
        .compose(session -> work.apply(new AdoptionRun(config, session, dryRun, stop, progress))
            .eventually(session::close))
        .recover(failure -> Future.failedFuture(explain(failure)));
  }

  private Throwable explain(Throwable failure) {
    String said = Objects.toString(failure.getMessage(), failure.toString());
    if (failure instanceof StalePlanException) {
      return new CodexException.Refused(
          said + " meanwhile, and nothing was recorded", "run the command again");
    }
    return failure instanceof ConnectionLostException
        ? new CodexException.OutcomeInDoubt(
            said, "run the command again: all rows are recorded together, and only once")
        : failure;
  }

  /**
   * Ends the run early: it no longer waits for a server or a lock.
   *
   * @return completes at once; the run itself ends soon after
   */
  public Future<Void> stop() {
    stop.request();
    return Future.succeededFuture();
  }
}
