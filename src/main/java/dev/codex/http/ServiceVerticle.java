package dev.codex.http;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.SchemaState;
import dev.codex.postgres.StopSignal;
import dev.codex.runtime.Progress;
import dev.codex.runtime.ProgressToAll;
import dev.codex.runtime.SchemaEvents;
import dev.codex.runtime.SchemaWatch;
import dev.codex.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * {@code codex serve}: the health checks at once, then the schema, then everything else, and an eye on the schema for as
 * long as it is up. The deployment succeeds when the
 * service is up and fails with a {@link CodexException} if the schema does not become ready or a port cannot be had;
 * Vert.x undeploys then, as it does on {@code undeploy}, what this verticle has deployed. Deployed by name it takes its
 * configuration, in the shape of the YAML file, from {@code config()}.
 */
public final class ServiceVerticle extends VerticleBase {
  private final @Nullable CodexConfig given;
  private Progress progress;
  private final SchemaReadiness readiness = new SchemaReadiness();
  private final LiveSchema live = new LiveSchema(readiness);
  private final SchemaMetrics metrics = SchemaMetrics.of(live);
  private final StopSignal stop = new StopSignal();
  private final Promise<Void> schemaReady = Promise.promise();
  private final Promise<Void> started = Promise.promise();
  private @Nullable SchemaWatch watch;
  private @Nullable OwnRuns runs;
  private Telemetry telemetry = Telemetry.NONE;

  public ServiceVerticle() {
    this(null, Progress.NONE);
  }

  private ServiceVerticle(@Nullable CodexConfig given, Progress progress) {
    this.given = given;
    this.progress =
        new ProgressToAll(new ReadinessProgress(progress, readiness), live.run(), metrics);
  }

  /** The service for a configuration; somebody is told how its migrations go on. */
  public static ServiceVerticle create(CodexConfig config, Progress progress) {
    return new ServiceVerticle(config, progress);
  }

  @Override
  public Future<?> start() {
    return configured()
        .compose(config -> Telemetry.of(vertx, config).map(made -> observedBy(made, config)))
        .compose(config -> listeningForTheEvent()
            .compose(registered -> vertx.deployVerticle(new HealthVerticle(
                config.health(),
                readiness,
                config.api().place().onHealth() ? console(config) : null)))
            .compose(deployed -> schema(config))
            .compose(state -> schemaReady.future().compose(told -> serve(config))))
        .onFailure(readiness::failed)
        // who has not started is not stopped either
        .recover(failure -> telemetry.close().compose(sent -> Future.failedFuture(failure)))
        .onComplete(ended -> started.complete());
  }

  private CodexConfig observedBy(Telemetry made, CodexConfig config) {
    telemetry = made;
    progress = new ProgressToAll(progress, made.progress());
    return config;
  }

  private Console console(CodexConfig config) {
    OwnRuns own = runs == null ? new OwnRuns(vertx, config, live.run(), progress, stop) : runs;
    runs = own;
    return new Console(live, new Actions(config.api().token(), own), metrics);
  }

  private Future<SchemaState> schema(CodexConfig config) {
    live.configured(config);
    boolean migrates = !config.serve().skipMigrations() && !config.serve().awaitMigrations();
    if (migrates) {
      live.run().begin();
    }
    WatchToAll waiting = new WatchToAll(new WaitingReadiness(readiness), live, metrics);
    return new SchemaGate(vertx, config, progress, waiting, stop)
        .pass()
        .onComplete(passed -> live.run().end());
  }

  private Future<CodexConfig> configured() {
    return Future.future(known -> {
      CodexConfig config = given == null ? CodexConfig.from(config()) : given;
      known.complete(config.withDatabase(config.requireDatabase()));
    });
  }

  /** Before the first verticle that publishes it: the event is not kept for those who come late. */
  private Future<Void> listeningForTheEvent() {
    return SchemaEvents.onReady(vertx, event -> schemaReady.tryComplete()).completion();
  }

  /** Ready is said when the port is open, so that no pod is sent requests that it would refuse. */
  private Future<?> serve(CodexConfig config) {
    if (config.serve().exitAfterMigration()) {
      readiness.ready();
      return Future.succeededFuture();
    }
    return vertx
        .deployVerticle(new HttpVerticle(
            config.application(),
            readiness,
            config.api().place().onApplication() ? console(config) : null))
        .onSuccess(up -> readiness.ready())
        .compose(up -> watch(config));
  }

  private Future<Void> watch(CodexConfig config) {
    SchemaWatch begun = SchemaWatch.create(vertx, config);
    watch = begun;
    return begun.start(
        new WatchToAll(new ReadinessWatch(readiness, config.serve().outageGrace()), live, metrics));
  }

  @Override
  public Future<?> stop() {
    Future<Void> run = runs == null ? Future.succeededFuture() : runs.close();
    return run.compose(ended -> watch == null ? Future.succeededFuture() : watch.close())
        .onComplete(closed -> metrics.close())
        .eventually(telemetry::close);
  }

  /**
   * Ends a start that is under way: a running statement is cancelled on the server, its transaction rolls back and the
   * lock is given back; the deployment then fails with {@link CodexException.Interrupted}. Does nothing to a service that
   * is up: undeploy it. May be called from any thread. Call it before Vert.x is closed, which does not wait for a start.
   *
   * @return completes when the start has ended, however it ended
   */
  public Future<Void> stopRun() {
    stop.request();
    return started.future();
  }
}
