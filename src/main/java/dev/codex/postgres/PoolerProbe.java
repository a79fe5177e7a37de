package dev.codex.postgres;

import io.vertx.core.Future;

/** Finds out whether a pooler keeps a client on one server session for as long as a transaction lasts. */
public final class PoolerProbe {
  /** What PgBouncer ends a connection with. */
  private static final String PROTOCOL_VIOLATION = "08P01";

  private PoolerProbe() {}

  /**
   * Begins a transaction and ends it with another message. A pooler in statement mode says no and ends the connection;
   * as PgBouncer says the same of a server that it has lost, a second one is tried.
   *
   * @return false if the pooler says no twice; fails with {@link ConnectionLostException} if a connection was lost
   *     without a word, which tells nothing about the mode
   */
  public static Future<Boolean> keepsTransactions(Session session, Connector connector) {
    return probe(session)
        .compose(keeps -> keeps
            ? Future.succeededFuture(true)
            : connector.connect().compose(second -> probe(second).eventually(second::close)));
  }

  private static Future<Boolean> probe(Session session) {
    return session
        .query("begin")
        .compose(begun -> session.query("commit"))
        .map(true)
        .recover(failure -> failure instanceof ConnectionLostException lost
                && Failures.has(lost.getCause(), PROTOCOL_VIOLATION)
            ? Future.succeededFuture(false)
            : Future.failedFuture(failure));
  }
}
