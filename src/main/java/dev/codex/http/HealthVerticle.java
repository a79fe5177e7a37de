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
  private final @Nullable Console console;
  private @Nullable HttpServer server;
  private @Nullable EventStream events;

  /** @param console the API with its page, or null if they are not on this port */
  HealthVerticle(HttpConfig config, SchemaReadiness readiness, @Nullable Console console) {
    this.config = config;
    this.readiness = readiness;
    this.console = console;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    Future<?> mounted = console == null
        ? Future.succeededFuture()
        : console.mount(vertx, router).onSuccess(stream -> events = stream);
    return mounted
        .compose(there -> Listener.open(vertx, "health", config, routes(router)))
        .onSuccess(this::tell);
  }

  private void tell(HttpServer listening) {
    server = listening;
    String address = "http://" + config.host() + ":" + listening.actualPort();
    LOG.log(Level.INFO, "health checks at {0}/health/ready", address);
    if (console != null) {
      LOG.log(Level.INFO, "dashboard at {0}/", address);
    }
  }

  private Router routes(Router router) {
    return Answers.withErrors(HealthRoutes.mount(vertx, router, readiness));
  }

  @Override
  public Future<?> stop() {
    if (events != null) {
      events.close();
    }
    return server == null ? Future.succeededFuture() : Listener.close(server);
  }
}
