package dev.codex.http;

import dev.codex.config.HttpConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Answers the health checks on a port of their own, from the first moment. */
final class HealthVerticle extends VerticleBase {
  private static final Logger LOG = System.getLogger(HealthVerticle.class.getName());

  private final HttpConfig config;
  private final SchemaReadiness readiness;
  private @Nullable HttpServer server;

  HealthVerticle(HttpConfig config, SchemaReadiness readiness) {
    this.config = config;
    this.readiness = readiness;
  }

  @Override
  public Future<?> start() {
    return Listener.open(vertx, "health", config, router()).onSuccess(listening -> {
      server = listening;
      LOG.log(
          Level.INFO,
          "health checks at http://{0}:{1,number,#}/health/ready",
          config.host(),
          listening.actualPort());
    });
  }

  private Router router() {
    return Answers.withErrors(HealthRoutes.mount(vertx, Router.router(vertx), readiness));
  }

  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : Listener.close(server);
  }
}
