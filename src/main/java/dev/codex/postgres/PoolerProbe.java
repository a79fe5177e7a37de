package dev.codex.postgres;

import io.vertx.core.Future;
import java.time.Duration;

/** Finds out whether a pooler keeps a client on one server session for as long as a transaction lasts. */
public final class PoolerProbe {
  private static final int TRIES = 4;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Connector connector;
  private final StopSignal stop;

  /** @param connector how to get more sessions of the same pooler */
  public PoolerProbe(Connector connector, StopSignal stop) {
    this.connector = connector;
    this.stop = stop;
  }

  /**
   * Begins a transaction and ends it with another message. A pooler in statement mode ends the connection instead, and
   * as that may also happen by chance, more of them are tried.
   *
   * @return whether it does; fails with {@link ConnectionLostException} when a connection was lost and a later one was
   *     not, or could not be had
   */
  public Future<Boolean> keepsTransactions(Session session) {
    return probe(session)
        .recover(lost -> isLost(lost) ? again(session, lost, TRIES - 1) : failed(lost));
  }

  private Future<Boolean> again(Session session, Throwable lost, int left) {
    if (left == 0) {
      return Future.succeededFuture(false);
    }
    return stop.pause(session.vertx(), PAUSE)
        .compose(paused -> stop.isRequested() ? failed(lost) : connector.connect())
        .compose(other -> probe(other).eventually(other::close))
        .transform(ended -> isLost(ended.cause()) ? again(session, lost, left - 1) : failed(lost));
  }

  private static Future<Boolean> probe(Session session) {
    return session.query("begin").compose(begun -> session.query("commit")).map(true);
  }

  private static boolean isLost(Throwable failure) {
    return failure instanceof ConnectionLostException;
  }

  private static <T> Future<T> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }
}
