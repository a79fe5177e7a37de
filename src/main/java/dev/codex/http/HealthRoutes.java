package dev.codex.http;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers the probes: {@code /health/live} always says yes, {@code /health/started} when the schema has been ready once,
 * {@code /health/ready} while it is. All of them answer from memory.
 */
final class HealthRoutes {
  /** The checks answer at once; the library keeps a timer for each call until this time is over. */
  private static final long TIMEOUT_MILLIS = 100;

  private final HealthChecks checks;
  private final SchemaReadiness readiness;

  private HealthRoutes(HealthChecks checks, SchemaReadiness readiness) {
    this.checks = checks;
    this.readiness = readiness;
  }

  /** Adds the routes to a router. */
  static Router mount(Vertx vertx, Router router, SchemaReadiness readiness) {
    HealthRoutes routes = new HealthRoutes(HealthChecks.create(vertx), readiness);
    routes.checks.register("live", TIMEOUT_MILLIS, result -> result.complete(Status.OK()));
    routes.checks.register("started", TIMEOUT_MILLIS, routes::checkStarted);
    routes.checks.register("ready", TIMEOUT_MILLIS, routes::checkReady);
    for (String check : new String[] {"live", "started", "ready"}) {
      Answers.at(router, "/health/" + check).handler(request -> routes.answer(request, check));
    }
    return router;
  }

  private void checkStarted(Promise<Status> result) {
    SchemaReadiness.Answer answer = readiness.answer();
    result.complete(answer.started() ? Status.OK() : Status.KO(reason(answer)));
  }

  private void checkReady(Promise<Status> result) {
    SchemaReadiness.Answer answer = readiness.answer();
    if (answer.health() != SchemaHealth.READY) {
      result.complete(Status.KO(reason(answer)));
      return;
    }
    JsonArray details = new JsonArray();
    answer.details().forEach(detail -> details.add(detail.word()));
    result.complete(
        details.isEmpty() ? Status.OK() : Status.OK(new JsonObject().put("details", details)));
  }

  private static JsonObject reason(SchemaReadiness.Answer answer) {
    return new JsonObject().put("reason", answer.health().word());
  }

  private void answer(RoutingContext request, String check) {
    checks.checkStatus(check).onSuccess(result -> send(request, result)).onFailure(request::fail);
  }

  private static void send(RoutingContext request, CheckResult result) {
    boolean up = CheckResult.isUp(result);
    JsonObject body = new JsonObject().put("status", up ? "UP" : "DOWN");
    JsonObject data = result.getData();
    Answers.send(request, up ? 200 : 503, data == null ? body : body.mergeIn(data));
  }
}
