package dev.codex.http;

import io.vertx.core.http.HttpConnection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps the number of open connections down. The oldest one makes way for a new one, so that a probe is answered however
 * many slow clients there are. For the context of one server.
 */
final class ConnectionLimit {
  static final int MOST_CONNECTIONS = 256;

  private final Set<HttpConnection> open = new LinkedHashSet<>();

  void admit(HttpConnection connection) {
    if (open.size() >= MOST_CONNECTIONS) {
      HttpConnection oldest = open.iterator().next();
      open.remove(oldest);
      oldest.close();
    }
    open.add(connection);
    connection.closeHandler(closed -> open.remove(connection));
  }
}
