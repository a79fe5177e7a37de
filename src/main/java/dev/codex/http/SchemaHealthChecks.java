package dev.codex.http;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.runtime.SchemaWatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/**
 * The health checks of {@code codex serve} for the router of another application, answered from what a watch over the
 * schema has seen last.
 */
public final class SchemaHealthChecks {
  private final Vertx vertx;
  private final CodexConfig config;
  private final SchemaReadiness readiness = new SchemaReadiness();
  private final SchemaWatch watch;

  private SchemaHealthChecks(Vertx vertx, CodexConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.watch = SchemaWatch.create(vertx, config);
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
   * Begins to keep an eye on the schema, on one connection, until {@link #close}.
   *
   * @return completes on the context of the caller when the database was first looked at, whether it answered or not;
   *     fails with a {@link CodexException} if the scripts cannot be read
   */
  public Future<Void> start() {
    return watch.start(new ReadinessWatch(readiness, config.serve().outageGrace()));
  }

  /** Ends the watch and its connection. Always succeeds. */
  public Future<Void> close() {
    return watch.close();
  }
}
