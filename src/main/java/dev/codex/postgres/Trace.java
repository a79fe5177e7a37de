package dev.codex.postgres;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog shows of a statement that cannot run in a transaction, so that what became of it can be told when a
 * run was cut short while the server was at it.
 */
interface Trace {
  /** What is to be seen now of that which the statement makes, changes or removes. */
  Future<String> look(Session session);

  /** Whether the statement has taken effect: what was seen before it was begun is not seen any more, but its goal is. */
  boolean isEffect(@Nullable String before, String now);

  /**
   * Clears away what a try that was cut short has left, so that the statement can be sent.
   *
   * @param before what was seen before that try, if it is known
   * @return whether that has done what the statement is for, so that it need not be sent
   */
  Future<Boolean> tidy(Session session, @Nullable String before);

  /** What is wrong although the server has said that all went well, or an empty text. */
  default Future<String> flaw(Session session) {
    return Future.succeededFuture("");
  }

  /** Clears away what a statement that failed has left, if that could not be found later. Never fails. */
  default Future<Void> afterFailure(Session session, String before) {
    return Future.succeededFuture();
  }
}
