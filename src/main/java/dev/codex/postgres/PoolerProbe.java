package dev.codex.postgres;

import io.vertx.core.Future;

/** Finds out whether a pooler keeps a client on one server session for as long as a transaction lasts. */
public final class PoolerProbe {
  private PoolerProbe() {}

  /**
   * Begins a transaction and ends it with another message. A pooler in statement mode ends the connection instead, and
   * as that may also happen by chance, a second one is tried.
   */
  public static Future<Boolean> keepsTransactions(Session session, Connector connector) {
    return probe(session)
        .recover(lost -> lost instanceof ConnectionLostException
            ? connector
                .connect()
                .compose(second -> probe(second).eventually(second::close))
                .transform(again -> again.cause() instanceof ConnectionLostException
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(lost))
            : Future.failedFuture(lost));
  }

  private static Future<Boolean> probe(Session session) {
    return session.query("begin").compose(begun -> session.query("commit")).map(true);
  }
}
