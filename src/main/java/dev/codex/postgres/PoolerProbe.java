package dev.codex.postgres;

import io.vertx.core.Future;

/** Finds out whether a pooler keeps a client on one server session for as long as a transaction lasts. */
public final class PoolerProbe {
  private static final String STATEMENT_MODE = "statement pooling";

  private PoolerProbe() {}

  /** Begins a transaction and ends it with another message, which a pooler in statement mode does not let through. */
  public static Future<Boolean> keepsTransactions(Session session) {
    return session
        .query("begin")
        .compose(begun -> session.query("commit"))
        .map(true)
        .recover(failure -> saysSo(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure));
  }

  private static boolean saysSo(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (Failures.reason(cause).contains(STATEMENT_MODE)) {
        return true;
      }
    }
    return false;
  }
}
