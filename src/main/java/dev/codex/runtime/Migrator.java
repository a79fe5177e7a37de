package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.SchemaState;
import dev.codex.postgres.ApplicationName;
import dev.codex.postgres.Backoff;
import dev.codex.postgres.ConnectionLostException;
import dev.codex.postgres.Connector;
import dev.codex.postgres.Failures;
import dev.codex.postgres.Session;
import dev.codex.postgres.StalePlanException;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to the schema of this build: applies every pending migration, each exactly once, whoever else tries
 * at the same time. An instance is for one run.
 */
public final class Migrator {
  private static final Logger LOG = System.getLogger(Migrator.class.getName());
  private static final int MOST_ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final CodexConfig config;
  private final Progress progress;
  private final String command;
  private final List<JavaMigration> code;
  private final StopSignal stop = new StopSignal();
  private final RunLog log = new RunLog();
  private @Nullable Backoff failingOver;

  private Migrator(
      Vertx vertx,
      CodexConfig config,
      Progress progress,
      String command,
      List<JavaMigration> code) {
    this.code = List.copyOf(code);
    this.vertx = vertx;
    this.config = config;
    this.progress = progress;
    this.command = command;
  }

  /** A migrator for this configuration. */
  public static Migrator create(Vertx vertx, CodexConfig config) {
    return new Migrator(vertx, config, Progress.NONE, "migrate", List.of());
  }

  /**
   * A migrator for a configuration in the shape of the YAML file.
   *
   * @throws CodexException.ConfigurationInvalid if the configuration has an unknown key or a value that cannot be used
   */
  public static Migrator create(Vertx vertx, JsonObject config) {
    return create(vertx, CodexConfig.from(config));
  }

  /** The same, and somebody is told how it goes on. */
  public Migrator withProgress(Progress listener) {
    return new Migrator(vertx, config, listener, command, code);
  }

  /** The same, and {@code pg_stat_activity} names it as a part of another command than {@code migrate}. */
  public Migrator as(String otherCommand) {
    return new Migrator(vertx, config, progress, otherCommand, code);
  }

  /** The same, with migrations in Java besides those that are found as services. */
  public Migrator withMigrations(JavaMigration... more) {
    return new Migrator(vertx, config, progress, command, List.of(more));
  }

  /**
   * Applies what is pending.
   *
   * @return what was applied and how the schema stands; completes on the context of the caller, or on one of its own if
   *     the caller has none. Fails with a {@link CodexException} that says what to do
   */
  public Future<MigrationReport> migrate() {
    long started = System.nanoTime();
    log.begun();
    progress.begun();
    return Future.succeededFuture()
        .compose(begun -> run(connector()))
        .map(state -> new MigrationReport(
            log.applied(), state, Duration.ofNanos(System.nanoTime() - started)))
        .onComplete(progress::ended)
        .onComplete(ended -> log.ended());
  }

  /** To log in and to read the scripts take about as long, and neither needs the other. */
  private Future<SchemaState> run(Connector connector) {
    Future<RunMigrations> reading = RunMigrations.of(vertx, config, code);
    Future<Session> connecting = connect(connector);
    return reading
        .recover(unusable -> leave(connecting).compose(left -> Future.failedFuture(unusable)))
        .compose(migrations -> attempt(migrations, connector, connecting));
  }

  /** Scripts that cannot be used are told of at once, whether there is a server or not. */
  private Future<Void> leave(Future<Session> connecting) {
    stop.request();
    return connecting.compose(Session::close, unreachable -> Future.succeededFuture());
  }

  private Connector connector() {
    return new Connector(
        vertx, config.database().forMigrator(), ApplicationName.of(command, config.build()));
  }

  private Future<Session> connect(Connector connector) {
    return connector.connectWithin(config.database().connectBudget(), stop);
  }

  private Future<SchemaState> attempt(RunMigrations migrations) {
    Connector connector = connector();
    return attempt(migrations, connector, connect(connector));
  }

  private Future<SchemaState> attempt(
      RunMigrations migrations, Connector connector, Future<Session> connecting) {
    return connecting
        .recover(failure -> Future.failedFuture(
            log.isInFlight() && !stop.isRequested() ? log.inDoubt(failure) : failure))
        .compose(session -> {
          log.connected(session);
          return new MigrationRun(config, connector, session, migrations, progress, stop, log)
              .run()
              .eventually(session::close);
        })
        .recover(failure -> again(migrations, failure));
  }

  /** A lost connection and a plan that is out of date are no failures: the history tells how to go on. */
  private Future<SchemaState> again(RunMigrations migrations, Throwable failure) {
    if (failure instanceof FailoverException failover && !stop.isRequested()) {
      return promoted(migrations, failover);
    }
    boolean lost = failure instanceof ConnectionLostException;
    // somebody has cancelled a statement of ours; of a script it is the script's failure
    boolean cancelled = Failures.isCancelled(failure);
    boolean passing = lost || cancelled || failure instanceof StalePlanException;
    if (stop.isRequested() && (passing || isOfStop(failure))) {
      String at =
          failure instanceof CodexException.Interrupted waiting ? waiting.what() : "stopped";
      return Future.failedFuture(log.interrupted(at, lost));
    }
    if (!passing) {
      return Future.failedFuture(failure);
    }
    if (log.fruitless() >= MOST_ATTEMPTS) {
      return Future.failedFuture(log.inDoubt(failure));
    }
    LOG.log(Level.WARNING, "{0}; trying again", Failures.reason(failure));
    progress.reconnecting(Failures.reason(failure));
    Duration pause = Backoff.jittered(PAUSE.multipliedBy(log.fruitless()));
    return stop.pause(vertx, pause).compose(paused -> attempt(migrations));
  }

  /** Whoever promotes the standby, or leads the address to a primary, gets the time that a connection gets. */
  private Future<SchemaState> promoted(RunMigrations migrations, FailoverException failover) {
    Backoff backoff = failingOver == null
        ? new Backoff(PAUSE, LONGEST_PAUSE, config.database().connectBudget(), System::nanoTime)
        : failingOver;
    failingOver = backoff;
    if (backoff.isExhausted()) {
      return Future.failedFuture(failover.refusal());
    }
    log.waited();
    LOG.log(Level.WARNING, "{0}; waiting for its promotion", failover.getMessage());
    return stop.pause(vertx, backoff.next()).compose(paused -> attempt(migrations));
  }

  /** What may come of it when the end is asked for. A script's own failure, or bad scripts, stay what they are. */
  private static boolean isOfStop(Throwable failure) {
    return failure instanceof CodexException.Interrupted
        || failure instanceof CodexException.DatabaseUnreachable
        || !(failure instanceof CodexException);
  }

  /**
   * Ends the run early: the running statement is cancelled on the server, its transaction rolls back and the lock is
   * given back.
   *
   * @return completes when the run has ended, however it ended
   */
  public Future<Void> stop() {
    stop.request();
    return log.cancel(vertx);
  }
}
