package dev.codex.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** How every path answers: a small JSON object that no cache keeps, to GET and HEAD only. */
final class Answers {
  private static final String ALLOWED = "GET, HEAD";
  private static final Map<Integer, String> ERRORS = Map.of(
      400, "bad_request", 404, "not_found", 405, "method_not_allowed", 500, "internal_error");

  private Answers() {}

  /** A route for a path, and nothing below it. */
  static Route at(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  static void send(RoutingContext request, int status, JsonObject body) {
    Buffer text = body.toBuffer();
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        // to HEAD too, for which Vert.x leaves it out
        .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(text.length()))
        .end(text);
  }

  /** What no route answers: one word, never the text of an error. */
  static Router withErrors(Router router) {
    ERRORS.forEach((status, error) -> router.errorHandler(status, request -> {
      if (status == 405) {
        request.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
      }
      send(request, status, new JsonObject().put("error", error));
    }));
    return router;
  }
}
