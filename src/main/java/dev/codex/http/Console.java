package dev.codex.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The API with its page and the metrics, to be put on a port beside the health checks. */
final class Console {
  private final LiveSchema live;
  private final Actions actions;
  private final SchemaMetrics metrics;

  Console(LiveSchema live, Actions actions, SchemaMetrics metrics) {
    this.live = live;
    this.actions = actions;
    this.metrics = metrics;
  }

  /** Adds the routes to the router of a server; completes with the stream to close before that server. */
  Future<EventStream> mount(Vertx vertx, Router router) {
    return PageFile.readAll(vertx).map(page -> {
      EventStream events = ApiRoutes.mount(vertx, router, live, actions, page);
      Answers.at(router, "/metrics").handler(this::scrape);
      return events;
    });
  }

  private void scrape(RoutingContext request) {
    metrics
        .scrape()
        .ifPresentOrElse(
            text -> sendMetrics(request, Buffer.buffer(text)), () -> request.fail(404));
  }

  private static void sendMetrics(RoutingContext request, Buffer text) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(text.length()))
        .end(text);
  }
}
