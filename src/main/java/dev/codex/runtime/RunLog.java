package dev.codex.runtime;

import dev.codex.migration.AppliedMigration;
import dev.codex.migration.CodexException;
import dev.codex.migration.History;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.MigrationReport.Applied;
import dev.codex.postgres.Failures;
import dev.codex.postgres.Repeat;
import dev.codex.postgres.ServerIdentity;
import dev.codex.postgres.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a run has done so far, across the connections it may need. */
final class RunLog {
  private static final Duration CANCEL_AGAIN = Duration.ofMillis(400);
  private static final int MOST_CANCELS = 8;

  private final UUID runId = UUID.randomUUID();
  private final List<Applied> applied = new ArrayList<>();
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean begun;
  private volatile @Nullable Session session;
  /** What was sent and not answered, the one that the server is at first. */
  private final List<Migration> inFlight = new CopyOnWriteArrayList<>();

  private int fruitless;
  private int highestRank;
  private boolean untold;
  private @Nullable ServerIdentity identity;

  UUID runId() {
    return runId;
  }

  synchronized List<Applied> applied() {
    return List.copyOf(applied);
  }

  synchronized void connected(Session connected) {
    session = connected;
    fruitless++;
  }

  /** How many connections there were since a migration was applied last. */
  synchronized int fruitless() {
    return fruitless;
  }

  /** Whether this run has already been at work on a database. */
  synchronized boolean hasBegun() {
    return identity != null;
  }

  /** Whether it is the database that this run has begun on; the first one is. */
  synchronized boolean isSame(ServerIdentity reached) {
    identity = identity == null ? reached : identity;
    return identity.equals(reached);
  }

  /** The connection led to a server that is not to be written to yet: that was no attempt. */
  synchronized void waited() {
    fruitless = 0;
  }

  /** It may be with the server from now on; its turn may be yet to come. */
  void sent(Migration migration) {
    if (!inFlight.contains(migration)) {
      inFlight.add(migration);
    }
  }

  synchronized void finished(Migration migration, Duration execution) {
    applied.add(new Applied(migration, execution));
    untold = true;
    inFlight.remove(migration);
    fruitless = 0;
  }

  /** Whether something was applied that waiting processes were not told of. */
  synchronized boolean isUntold() {
    return untold;
  }

  synchronized void told() {
    untold = false;
  }

  /** What was sent after one that failed did nothing. */
  void failed() {
    inFlight.clear();
  }

  boolean isInFlight() {
    return !inFlight.isEmpty();
  }

  /** After a lost connection the history says whether the migration that was under way was applied. */
  void settle(History history) {
    settleIfApplied(history);
    inFlight.clear();
    noticed(history);
    forgetLost(history);
  }

  /** What others have applied is not fruitless either. */
  private synchronized void noticed(History history) {
    if (history.highestRank() > highestRank) {
      highestRank = history.highestRank();
      fruitless = Math.min(fruitless, 1);
    }
  }

  /** A crash of the server takes back what it has not written yet: that is applied again. */
  private synchronized void forgetLost(History history) {
    if (!applied.isEmpty()) {
      Set<String> kept = history.rows().stream()
          .filter(row -> row.runId().equals(runId))
          .map(AppliedMigration::script)
          .collect(Collectors.toSet());
      applied.removeIf(one -> !kept.contains(one.migration().script().name()));
    }
  }

  /** The same without the lock: while the lost session may still be at work, a row that is not there may yet come. */
  void settleIfApplied(History history) {
    for (Migration unsettled : inFlight) {
      history.rows().stream()
          .filter(row -> row.runId().equals(runId) && isRowOf(row, unsettled))
          .findFirst()
          .ifPresent(row -> finished(unsettled, row.execution()));
    }
  }

  private static boolean isRowOf(AppliedMigration row, Migration migration) {
    return row.script().equals(migration.script().name()) && row.sameText(migration.checksum());
  }

  CodexException inDoubt(Throwable failure) {
    if (inFlight.isEmpty()) {
      return new CodexException.DatabaseUnreachable(
          Failures.reason(failure), "run codex migrate again when the server is up", null);
    }
    return new CodexException.OutcomeInDoubt(
        "the connection was lost while migration " + inFlight.get(0).label()
            + " was being applied, and could not be made again: " + Failures.reason(failure),
        "run codex info when the server is up to see whether it was applied, and codex migrate to go on");
  }

  /** Nothing is known of what was under way on the database that cannot be reached any more. */
  synchronized CodexException elsewhere(String address) {
    return new CodexException.OutcomeInDoubt(
        address + " leads to another database than the one that this run has begun on, where "
            + MigrationReport.count(applied),
        "find out which of the two is the right one, and run codex migrate again when the address leads to it");
  }

  /**
   * @param waiting what the run was at if no migration was under way: {@code stopped while connecting to ...}
   * @param connectionLost whether a COMMIT may have been under way
   */
  CodexException interrupted(String waiting, boolean connectionLost) {
    if (inFlight.isEmpty()) {
      return new CodexException.Interrupted(waiting, applied());
    }
    String recorded = connectionLost
        ? ", and codex info tells whether it was recorded"
        : ", which was not recorded";
    return new CodexException.Interrupted(
        "stopped in migration " + inFlight.get(0).label() + recorded, applied());
  }

  /** Cancels what runs, again and again until the run has ended: a request that comes between two statements is lost. */
  Future<Void> cancel(Vertx vertx) {
    if (!begun) {
      return Future.succeededFuture();
    }
    AtomicInteger tries = new AtomicInteger();
    Repeat.whileTrue(() -> ended.future().isComplete()
            ? Future.succeededFuture(false)
            : cancelOnce(tries.incrementAndGet())
                .compose(asked -> vertx.timer(CANCEL_AGAIN.toMillis(), TimeUnit.MILLISECONDS))
                .map(true))
        .onFailure(ended::tryFail);
    return ended.future();
  }

  private Future<Void> cancelOnce(int number) {
    Session current = session;
    if (current == null || inFlight.isEmpty() || !current.isOpen()) {
      return Future.succeededFuture();
    }
    return number > MOST_CANCELS ? current.close() : current.cancel();
  }

  void begun() {
    begun = true;
  }

  void ended() {
    ended.tryComplete();
  }
}
