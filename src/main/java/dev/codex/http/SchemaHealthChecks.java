package dev.codex.http;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.postgres.StopSignal;
import dev.codex.runtime.ProgressToAll;
import dev.codex.runtime.SchemaWatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;

/**
 * The health checks of {@code codex serve} for the router of another application, and its API with the dashboard, all
 * answered from what a watch over the schema has seen last.
 */
public final class SchemaHealthChecks {
  private final Vertx vertx;
  private final CodexConfig config;
  private final SchemaReadiness readiness = new SchemaReadiness();
  private final LiveSchema live = new LiveSchema(readiness);
  private final SchemaMetrics metrics = SchemaMetrics.of(live);
  private final OwnRuns runs;
  private final SchemaWatch watch;
  private volatile @Nullable EventStream events;

  private SchemaHealthChecks(Vertx vertx, CodexConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.runs = new OwnRuns(
        vertx, config, live.run(), new ProgressToAll(live.run(), metrics), new StopSignal());
    this.watch = SchemaWatch.create(vertx, config);
    live.configured(config);
  }

  /** The checks for a configuration; nothing is looked at before {@link #start}. */
  public static SchemaHealthChecks create(Vertx vertx, CodexConfig config) {
    return new SchemaHealthChecks(vertx, config);
  }

  /**
   * The same for a configuration in the shape of the YAML file.
   *
   * @throws CodexException.ConfigurationInvalid if the configuration has an unknown key or a value that cannot be used
   */
  public static SchemaHealthChecks create(Vertx vertx, JsonObject config) {
    return create(vertx, CodexConfig.from(config));
  }

  /**
   * Adds {@code /health/live}, {@code /health/started} and {@code /health/ready} to a router. They answer at once, and
   * until {@link #start} has completed the schema counts as pending.
   *
   * @return the same router
   */
  public Router mount(Router router) {
    return HealthRoutes.mount(vertx, router, readiness);
  }

  /**
   * The API, the metrics and the dashboard (which needs the WebJar {@code uplot}), to be put below a path of their own:
   * {@code router.route("/codex/*").subRouter(api)}. Who may see it is for that router to say; {@code api.token} says who
   * may act. To be called once, on the context of the server; its streams end with {@link #close}.
   *
   * @return completes on the context of the caller when the files of the page are read
   */
  public Future<Router> apiRouter() {
    Router router = Router.router(vertx);
    Console console = new Console(live, new Actions(config.api().token(), runs), metrics);
    return console
        .mount(vertx, router)
        .onSuccess(stream -> events = stream)
        .map(mounted -> Answers.withErrors(router));
  }

  /**
   * Begins to keep an eye on the schema, on one connection, until {@link #close}.
   *
   * @return completes on the context of the caller when the database was first looked at, whether it answered or not;
   *     fails with a {@link CodexException} if the scripts cannot be read
   */
  public Future<Void> start() {
    return watch.start(
        new WatchToAll(new ReadinessWatch(readiness, config.serve().outageGrace()), live, metrics));
  }

  /** Ends the watch and its connection, a run that was started over HTTP, and the streams of events. Always succeeds. */
  public Future<Void> close() {
    EventStream open = events;
    if (open != null) {
      open.close();
    }
    return runs.close().eventually(watch::close).onComplete(closed -> metrics.close());
  }
}
