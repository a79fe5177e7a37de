package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.Decision;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Resolution;
import dev.codex.postgres.ApplicationName;
import dev.codex.postgres.ConnectionLostException;
import dev.codex.postgres.Connector;
import dev.codex.postgres.StalePlanException;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;

/**
 * Takes a person's word for what became of a migration of which Codex cannot know: a statement outside a transaction that
 * was cut short, or a change that was made by hand. Runs no script. An instance is for one run.
 */
public final class Resolver {
  private final Vertx vertx;
  private final CodexConfig config;
  private final boolean dryRun;
  private final Progress progress;
  private final StopSignal stop = new StopSignal();

  private Resolver(Vertx vertx, CodexConfig config, boolean dryRun, Progress progress) {
    this.vertx = vertx;
    this.config = config;
    this.dryRun = dryRun;
    this.progress = progress;
  }

  /**
   * A resolver for this configuration.
   *
   * @param dryRun whether it only tells what would come of a decision
   */
  public static Resolver create(Vertx vertx, CodexConfig config, boolean dryRun) {
    return new Resolver(vertx, config, dryRun, Progress.NONE);
  }

  /** The same, and somebody is told when it has to wait. */
  public Resolver withProgress(Progress listener) {
    return new Resolver(vertx, config, dryRun, listener);
  }

  /**
   * Carries a decision out, under the lock of the migrations.
   *
   * @param name a version; or, of a repeatable migration, its description or the path of its script
   * @return what has come of it; fails with {@link CodexException.Refused} if the decision makes no sense, and then
   *     nothing has changed
   */
  public Future<Resolution> resolve(String name, Decision decision) {
    return BuildMigrations.load(vertx, config, List.of())
        .compose(set -> set.problems().isEmpty()
            ? connected(set, name, decision)
            : Future.failedFuture(new CodexException.ScriptsInvalid(set.problems())));
  }

  private Future<Resolution> connected(MigrationSet set, String name, Decision decision) {
    return new Connector(
            vertx, config.database().forMigrator(), ApplicationName.of("resolve", config.build()))
        .connectWithin(config.database().connectBudget(), stop)
        .compose(session -> new ResolutionRun(config, session, set, dryRun, stop, progress)
            .resolve(name, decision)
            .eventually(session::close))
        .recover(failure -> Future.failedFuture(explain(failure)));
  }

  private static Throwable explain(Throwable failure) {
    String said = Objects.toString(failure.getMessage(), failure.toString());
    if (failure instanceof StalePlanException) {
      return new CodexException.Refused(
          said + " meanwhile, and nothing was recorded", "run the command again");
    }
    return failure instanceof ConnectionLostException
        ? new CodexException.OutcomeInDoubt(
            said, "run the command again: what it says is recorded as a whole, and only once")
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
