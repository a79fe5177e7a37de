package dev.codex.http;

import dev.codex.config.HttpConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Serves what is there to be served once the schema is ready. */
final class HttpVerticle extends VerticleBase {
  private static final Logger LOG = System.getLogger(HttpVerticle.class.getName());

  private final HttpConfig config;
  private final SchemaReadiness readiness;
  private final @Nullable Console console;
  private @Nullable HttpServer server;
  private @Nullable EventStream events;

  /** @param console the API with its page, or null if they are not on this port */
  HttpVerticle(HttpConfig config, SchemaReadiness readiness, @Nullable Console console) {
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
        .compose(there -> Listener.open(vertx, "application", config, routes(router)))
        .onSuccess(listening -> {
          server = listening;
          LOG.log(
              Level.INFO,
              "serving at http://{0}:{1,number,#}",
              config.host(),
              listening.actualPort());
        });
  }

  private Router routes(Router router) {
    if (console == null) {
      Answers.at(router, "/").handler(this::introduce);
    }
    return Answers.withErrors(HealthRoutes.mount(vertx, router, readiness));
  }

  private void introduce(RoutingContext request) {
    JsonObject body = new JsonObject()
        .put("service", "codex")
        .put("schema", readiness.health().word());
    Answers.send(request, 200, body);
  }

  @Override
  public Future<?> stop() {
    if (events != null) {
      events.close();
    }
    return server == null ? Future.succeededFuture() : Listener.close(server);
  }
}
