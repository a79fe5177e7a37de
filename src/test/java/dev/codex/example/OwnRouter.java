package dev.codex.example;

// tag::docs
import dev.codex.http.SchemaHealthChecks;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;

/** Answers the probes of Kubernetes on the application's own port, with the dashboard at /codex/, beside its own routes. */
public class OwnRouter extends VerticleBase {
  private SchemaHealthChecks checks;

  @Override
  public Future<?> start() {
    checks = SchemaHealthChecks.create(vertx, config().getJsonObject("codex"));
    Router router = checks.mount(Router.router(vertx));
    router.get("/books").respond(request -> Future.succeededFuture("none yet"));
    return checks
        .apiRouter()
        .compose(api -> {
          router.route("/codex/*").subRouter(api);
          return vertx
              .createHttpServer()
              .requestHandler(router)
              .listen(config().getInteger("port"));
        })
        .compose(listening -> checks.start());
  }

  @Override
  public Future<?> stop() {
    return checks.close();
  }
}
// end::docs
