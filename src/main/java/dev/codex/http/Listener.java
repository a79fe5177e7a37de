package dev.codex.http;

import dev.codex.config.HttpConfig;
import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Opens a port, with limits that keep a slow or greedy client from tying it up. */
final class Listener {
  /** Longer than the 60 seconds for which load balancers keep a connection: they have to be the ones who close. */
  private static final int IDLE_SECONDS = 75;

  private static final int LONGEST_HEADERS = 8 * 1024;
  private static final int LONGEST_REQUEST_LINE = 4 * 1024;
  private static final int SHUTDOWN_SECONDS = 5;

  private Listener() {}

  /**
   * Listens.
   *
   * @param section the part of the configuration that says where, for the sentence about a port that is in use
   * @return the server; fails with {@link CodexException.ConfigurationInvalid} if the port cannot be had
   */
  static Future<HttpServer> open(Vertx vertx, String section, HttpConfig config, Router router) {
    HttpServer server = vertx
        .createHttpServer(options())
        .connectionHandler(new ConnectionLimit()::admit)
        .requestHandler(router);
    return server
        .listen(config.port(), config.host())
        .recover(failure -> Future.failedFuture(explain(failure, section, config)));
  }

  /** Lets the requests under way come to their end. */
  static Future<Void> close(HttpServer server) {
    return server.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxHeaderSize(LONGEST_HEADERS)
        .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
        .setHttp2ClearTextEnabled(false);
  }

  private static CodexException explain(Throwable failure, String section, HttpConfig config) {
    String reason = String.valueOf(failure.getMessage());
    String where = "port " + config.port() + " on " + config.host();
    if (reason.toLowerCase(Locale.ROOT).contains("in use")) {
      return new CodexException.ConfigurationInvalid(
          where + " is in use by another process",
          "end that one, or set " + section + ".port to a port that is free");
    }
    return new CodexException.ConfigurationInvalid(
        where + " cannot be listened on: " + reason,
        "correct " + section + ".host or " + section + ".port");
  }
}
