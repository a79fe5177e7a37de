package dev.codex.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Function;

/** The paths below {@code /api/v1}, and the page that shows what they say. */
final class ApiRoutes {
  private static final Map<String, Function<LiveSchema, JsonObject>> DOCUMENTS = Map.of(
      "state", StateDocument::of,
      "migrations", MigrationsDocument::of,
      "runs", RunsDocument::of,
      "problems", ProblemsDocument::of);

  private ApiRoutes() {}

  /**
   * Adds the routes to a router.
   *
   * @param page the files of the page, by path
   * @return the stream of events, to be closed before the server
   */
  static EventStream mount(
      Vertx vertx, Router router, LiveSchema live, Actions actions, Map<String, PageFile> page) {
    EventStream events = new EventStream(vertx, live);
    RateLimit limit = new RateLimit(System::nanoTime);
    router.route().handler(SecurityHeaders::add);
    router.route("/api/*").handler(limit::admit).handler(ApiRoutes::withoutBody);
    DOCUMENTS.forEach((name, document) -> Answers.at(router, "/api/v1/" + name)
        .handler(request -> Answers.send(request, 200, document.apply(live))));
    router.route(HttpMethod.GET, "/api/v1/events").handler(events::open);
    router.route(HttpMethod.POST, "/api/v1/runs").handler(actions::start);
    router.route(HttpMethod.DELETE, "/api/v1/runs/current").handler(actions::cancel);
    page.forEach((path, file) -> Answers.at(router, path).handler(file::send));
    return events;
  }

  /** Nothing here takes a body, so that nobody can send one that has no end. */
  private static void withoutBody(RoutingContext request) {
    String length = request.request().getHeader("Content-Length");
    boolean empty = length == null || length.equals("0");
    if (!empty || request.request().getHeader("Transfer-Encoding") != null) {
      request.response().putHeader("Connection", "close");
      Answers.send(request, 413, new JsonObject().put("error", "no_body_is_taken"));
      return;
    }
    request.next();
  }
}
