package dev.codex.runtime;

import dev.codex.postgres.Connector;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.Session;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The one connection over which a history is looked at again and again: opened when it is needed, opened anew when it
 * was lost, and told by the server when something has changed, where the server does that.
 */
final class HistoryLink {
  private final Connector connector;
  private final HistoryTable history;
  private final Runnable wake;
  private @Nullable Session session;
  private boolean listening;
  private volatile boolean closed;

  /** @param wake is run when the server tells that something has changed */
  HistoryLink(Connector connector, HistoryTable history, Runnable wake) {
    this.connector = connector;
    this.history = history;
    this.wake = wake;
  }

  /** The session that is open, or a new one. */
  Future<Session> connected() {
    Session open = session;
    if (open != null && open.isOpen()) {
      return Future.succeededFuture(open);
    }
    listening = false;
    return connector.connectInTurn(() -> !closed).compose(connected -> {
      if (closed) {
        return connected.close().compose(gone -> Future.failedFuture("nobody looks any more"));
      }
      session = connected;
      return Future.succeededFuture(connected);
    });
  }

  /**
   * Listens, the first time that it is asked to on a session.
   *
   * @return whether to look once more: what was told between the last look and now is lost
   */
  Future<Boolean> listen(Session open) {
    if (listening) {
      return Future.succeededFuture(false);
    }
    listening = true;
    return history.listen(open, wake);
  }

  /** Gives the connection up, and one that is still being made. Always succeeds. */
  Future<Void> close() {
    closed = true;
    return disconnect();
  }

  /** Gives the connection up; the next look makes another one. Always succeeds. */
  Future<Void> disconnect() {
    Session open = session;
    session = null;
    return open == null ? Future.succeededFuture() : open.close();
  }
}
