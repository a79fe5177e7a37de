package dev.codex.postgres;

import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps another tool from migrating while its history is taken over: by its own advisory lock, by a lock on its table
 * that lets others read, by the row that it sets, or by several of them. They are only ever polled, and are held by one transaction.
 */
final class ForeignLock {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final ForeignTool tool;
  private final ForeignTable table;
  private final Duration timeout;
  private final StopSignal stop;
  private final Consumer<String> onWaiting;

  ForeignLock(
      ForeignTool tool,
      ForeignTable table,
      Duration timeout,
      StopSignal stop,
      Consumer<String> onWaiting) {
    this.tool = tool;
    this.table = table;
    this.timeout = timeout;
    this.stop = stop;
    this.onWaiting = onWaiting;
  }

  /**
   * Does a work in the transaction that holds the lock.
   *
   * @param keep whether the transaction is committed afterwards; after a failure it never is
   */
  <T> Future<T> whileHeld(Session session, boolean keep, Supplier<Future<T>> work) {
    return take(session)
        .recover(failure -> Transaction.rollback(session)
            .transform(rolledBack -> Future.failedFuture(table.explain(failure))))
        .compose(taken -> Transaction.end(session, keep, work.get()));
  }

  private Future<Void> take(Session session) {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, timeout, System::nanoTime);
    AtomicBoolean told = new AtomicBoolean();
    return Repeat.whileTrue(() -> {
      if (stop.isRequested()) {
        return Future.failedFuture(new CodexException.Interrupted("stopped; nothing was adopted"));
      }
      return Transaction.begin(session)
          .compose(begun -> tryBoth(session))
          .compose(taken -> taken
              ? Future.succeededFuture(false)
              : keepWaiting(session, backoff, !told.getAndSet(true)).map(true));
    });
  }

  private Future<Boolean> tryBoth(Session session) {
    Future<Boolean> advisory = tool.advisory()
        .map(key -> session
            .query("select pg_catalog.pg_try_advisory_xact_lock(" + key.of(table) + ")")
            .map(answer -> answer.iterator().next().getBoolean(0)))
        .orElse(Future.succeededFuture(true));
    return advisory
        .compose(taken -> taken ? tryRow(session) : Future.succeededFuture(false))
        .compose(taken ->
            taken && tool.locksTable() ? tryTable(session) : Future.succeededFuture(taken));
  }

  private Future<Boolean> tryRow(Session session) {
    return tool.lockRow()
        .map(row -> orBusy(row.tryTake(session, table)))
        .orElse(Future.succeededFuture(true));
  }

  private Future<Boolean> tryTable(Session session) {
    return orBusy(session
        .query("lock table " + table.qualified() + " in share mode nowait")
        .map(true));
  }

  private static Future<Boolean> orBusy(Future<Boolean> taken) {
    return taken.recover(failure -> Failures.has(failure, LOCK_NOT_AVAILABLE)
        ? Future.succeededFuture(false)
        : Future.failedFuture(failure));
  }

  /** Outside the transaction, in which nothing must wait. */
  private Future<Void> keepWaiting(Session session, Backoff backoff, boolean first) {
    return Transaction.rollback(session).compose(rolledBack -> {
      if (backoff.isExhausted()) {
        return holder(session)
            .compose(
                holder -> Future.failedFuture(new CodexException.LockTimedOut(timeout, holder)));
      }
      Future<Void> told = first
          ? holder(session).onSuccess(onWaiting::accept).mapEmpty()
          : Future.succeededFuture();
      return told.compose(known -> stop.pause(session.vertx(), backoff.next()));
    });
  }

  private Future<String> holder(Session session) {
    return tool.advisory()
        .map(key -> AdvisoryLock.holder(session, key.of(table)))
        .or(() -> tool.lockRow().map(row -> row.holder(session, table)))
        .orElse(Future.succeededFuture("a process that writes to " + table))
        .map(holder -> tool.name() + " or who holds its lock: " + holder);
  }
}
