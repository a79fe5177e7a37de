package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.Plan;
import dev.codex.migration.SchemaState;
import dev.codex.migration.Version;
import dev.codex.postgres.Repeat;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the schema that this build needs is there. The database is asked at an interval, and a notification makes
 * the next look come at once. A server that is down, or has no such database or no history yet, is waited for.
 */
public final class SchemaWaiter {
  private static final Logger LOG = System.getLogger(SchemaWaiter.class.getName());
  private static final int MOST_DOUBLINGS = 2;
  private static final SchemaWatch.Listener NOBODY = new SchemaWatch.Listener() {
    @Override
    public void seen(SchemaView view) {}

    @Override
    public void unreachable(String reason, Duration since) {}
  };

  private final Vertx vertx;
  private final CodexConfig config;
  private final @Nullable Version version;
  private final String command;
  private final List<JavaMigration> code;
  private final SchemaWatch.Listener listener;
  private final StopSignal stop = new StopSignal();
  private volatile Promise<Void> pause = Promise.promise();
  private int refusals;
  private long lastSeen = System.nanoTime();
  private volatile String lastReason = "the database was not looked at yet";

  private SchemaWaiter(
      Vertx vertx,
      CodexConfig config,
      @Nullable Version version,
      String command,
      List<JavaMigration> code,
      SchemaWatch.Listener listener) {
    this.code = List.copyOf(code);
    this.listener = listener;
    this.vertx = vertx;
    this.config = config;
    this.version = version;
    this.command = command;
  }

  /** A waiter for every migration of this build. */
  public static SchemaWaiter create(Vertx vertx, CodexConfig config) {
    return new SchemaWaiter(vertx, config, null, "wait-for-migrations", List.of(), NOBODY);
  }

  /**
   * A waiter for a configuration in the shape of the YAML file.
   *
   * @throws CodexException.ConfigurationInvalid if the configuration has an unknown key or a value that cannot be used
   */
  public static SchemaWaiter create(Vertx vertx, JsonObject config) {
    return create(vertx, CodexConfig.from(config));
  }

  /** A waiter for one version, which needs no scripts. */
  public SchemaWaiter forVersion(Version wanted) {
    return new SchemaWaiter(vertx, config, wanted, command, code, listener);
  }

  /** The same, and {@code pg_stat_activity} names it as a part of another command than {@code wait-for-migrations}. */
  public SchemaWaiter as(String otherCommand) {
    return new SchemaWaiter(vertx, config, version, otherCommand, code, listener);
  }

  /** The same, with migrations in Java besides those that are found as services. */
  public SchemaWaiter withMigrations(JavaMigration... more) {
    return new SchemaWaiter(vertx, config, version, command, List.of(more), listener);
  }

  /** The same, and somebody is told what each look sees that does not end the wait. */
  public SchemaWaiter withListener(SchemaWatch.Listener other) {
    return new SchemaWaiter(vertx, config, version, command, code, other);
  }

  /**
   * Waits, for {@code wait.timeout} at most.
   *
   * @return how the schema stands when it is ready; completes on the context of the caller, or on one of its own if the
   *     caller has none. Fails with {@link CodexException.WaitTimedOut} at the deadline, and at once with
   *     {@link CodexException.MigrationFailed} if an attempt at a script of this build has failed and nobody is at it,
   *     with {@link CodexException.ScriptsInvalid} if a script differs from what was applied, and with
   *     {@link CodexException.DatabaseUnreachable} if the server does not let us in
   */
  public Future<SchemaState> awaitReady() {
    return scripts().compose(migrations -> {
      SchemaLook look = new SchemaLook(vertx, config, migrations, version, command, this::wake);
      Promise<SchemaState> end = Promise.promise();
      Timer deadline =
          vertx.timer(Math.max(1, config.waiting().timeout().toMillis()), TimeUnit.MILLISECONDS);
      deadline.onSuccess(late ->
          end.tryFail(new CodexException.WaitTimedOut(config.waiting().timeout(), lastReason)));
      stop.requested()
          .onSuccess(asked -> end.tryFail(new CodexException.Interrupted(
              "stopped while waiting for migrations: " + lastReason)));
      end.future().onComplete(ended -> wake());
      Repeat.whileTrue(() -> lookOnce(look, end)).onFailure(end::tryFail);
      return end.future().onComplete(ended -> deadline.cancel()).eventually(look::close);
    });
  }

  private Future<@Nullable RunMigrations> scripts() {
    return version == null ? RunMigrations.of(vertx, config, code) : Future.succeededFuture(null);
  }

  /** Who wakes us during the look has something that the look may not have seen: then there is no pause after it. */
  private Future<Boolean> lookOnce(SchemaLook look, Promise<SchemaState> end) {
    pause = Promise.promise();
    return look.look().compose(verdict -> next(verdict, end));
  }

  /** Acts on what a look has found, and answers whether to look again. */
  private Future<Boolean> next(SchemaLook.Verdict verdict, Promise<SchemaState> end) {
    if (verdict instanceof SchemaLook.Ready ready) {
      end.tryComplete(ready.state());
    } else if (verdict instanceof SchemaLook.Hopeless hopeless) {
      end.tryFail(hopeless.failure());
    } else if (verdict instanceof SchemaLook.NotYet notYet && !end.future().isComplete()) {
      refusals = notYet.full() ? Math.min(refusals + 1, MOST_DOUBLINGS) : 0;
      tell(notYet.reason());
      show(notYet);
    }
    if (end.future().isComplete()) {
      return Future.succeededFuture(false);
    }
    return pause().map(paused -> !end.future().isComplete());
  }

  private void tell(String reason) {
    if (!reason.equals(lastReason)) {
      LOG.log(Level.INFO, "waiting: {0}", reason);
      lastReason = reason;
    }
  }

  private void show(SchemaLook.NotYet notYet) {
    Plan plan = notYet.plan();
    if (plan == null) {
      listener.unreachable(notYet.reason(), Duration.ofNanos(System.nanoTime() - lastSeen));
    } else {
      lastSeen = System.nanoTime();
      listener.seen(new SchemaView(plan, false, null, List.of(), List.of()));
    }
  }

  /**
   * The interval, a little more or less so that many waiters spread, or until somebody wakes us. Where the server has no
   * connection left for us it is longer: each try costs it a log-in.
   */
  private Future<Void> pause() {
    long interval = config.waiting().interval().toMillis() << refusals;
    long jittered =
        interval - interval / 8 + ThreadLocalRandom.current().nextLong(interval / 4 + 1);
    Promise<Void> woken = pause;
    Timer timer = vertx.timer(Math.max(1, jittered), TimeUnit.MILLISECONDS);
    timer.onSuccess(passed -> woken.tryComplete());
    return woken.future().onComplete(over -> timer.cancel());
  }

  private void wake() {
    pause.tryComplete();
  }

  /**
   * Ends the wait early.
   *
   * @return completes at once; the wait itself fails with {@link CodexException.Interrupted}
   */
  public Future<Void> stop() {
    stop.request();
    return Future.succeededFuture();
  }

  /** For how long the wait goes on at most. */
  public Duration timeout() {
    return config.waiting().timeout();
  }
}
