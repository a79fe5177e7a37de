package dev.codex.postgres;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** A transaction of our own, on our own ground whatever the role has set. */
public final class Transaction {
  private static final String BEGIN =
      "begin isolation level read committed read write; " + HistoryRow.ownGround()
          + "; set local standard_conforming_strings = on; set local statement_timeout = 0;"
          + " set local idle_in_transaction_session_timeout = 0";

  private Transaction() {}

  /** Does a work in a transaction, which is kept if the work succeeds. */
  public static <T> Future<T> in(Session session, Supplier<Future<T>> work) {
    return begin(session).compose(begun -> end(session, true, work.get()));
  }

  static Future<Void> begin(Session session) {
    return session.query(BEGIN).mapEmpty();
  }

  /** Ends it when the work has ended; after a failure nothing is kept. */
  static <T> Future<T> end(Session session, boolean keep, Future<T> work) {
    return work.compose(
        done -> session.query(keep ? "commit" : "rollback").map(done),
        failure -> rollback(session).transform(rolledBack -> Future.failedFuture(failure)));
  }

  static Future<Void> rollback(Session session) {
    return session.isOpen()
        ? session.query("rollback").<Void>mapEmpty().otherwiseEmpty()
        : Future.succeededFuture();
  }
}
