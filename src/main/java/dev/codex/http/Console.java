package dev.codex.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** The API with its page, to be put on a port beside the health checks. */
final class Console {
  private final LiveSchema live;
  private final Actions actions;

  Console(LiveSchema live, Actions actions) {
    this.live = live;
    this.actions = actions;
  }

  /** Adds the routes to the router of a server; completes with the stream to close before that server. */
  Future<EventStream> mount(Vertx vertx, Router router) {
    return PageFile.readAll(vertx).map(page -> ApiRoutes.mount(vertx, router, live, actions, page));
  }
}
