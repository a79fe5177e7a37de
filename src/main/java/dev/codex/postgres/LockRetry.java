package dev.codex.postgres;

import dev.codex.config.LockConfig;
import dev.codex.migration.Blocker;
import dev.codex.migration.CodexException;
import dev.codex.migration.CodexException.LocksNotObtained;
import dev.codex.migration.CodexException.MigrationFailed;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tries a script again from its beginning when it did not get a lock in time, with pauses in which the application gets
 * on. Never without a limit on the wait, not even at last: then the script fails and everybody else goes on.
 */
public final class LockRetry {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** A lock that was not free in time, a deadlock with the application, and a conflict of snapshots. */
  private static final Set<String> PASSING = Set.of("55P03", "40P01", "40001");

  private static final String NOBODY_SEEN = "a session that was not seen";

  private final Session session;
  private final LockConfig config;
  private final StopSignal stop;
  private final Consumer<String> listener;
  private String seen = NOBODY_SEEN;

  /**
   * @param config how long to wait for a lock, and for how long to try again
   * @param listener is told before each new attempt who was in the way
   */
  public LockRetry(Session session, LockConfig config, StopSignal stop, Consumer<String> listener) {
    this.session = session;
    this.config = config;
    this.stop = stop;
    this.listener = listener;
  }

  /** Whether it comes of what others are at just now, and says nothing of what was asked. */
  static boolean isPassing(Throwable failure) {
    return Failures.sqlState(failure).filter(PASSING::contains).isPresent();
  }

  LockPatience patience() {
    return new LockPatience(config);
  }

  /** What the work comes to; fails with {@link LocksNotObtained} when the time for attempts is over. */
  <T> Future<T> of(Supplier<Future<T>> work) {
    seen = NOBODY_SEEN;
    Backoff backoff =
        new Backoff(FIRST_PAUSE, LONGEST_PAUSE, config.statementBudget(), System::nanoTime);
    return attempt(work, backoff, 1);
  }

  private <T> Future<T> attempt(Supplier<Future<T>> work, Backoff backoff, int number) {
    return work.get().recover(failure -> {
      if (!(failure instanceof MigrationFailed failed)
          || !PASSING.contains(failed.failure().sqlState())
          || stop.isRequested()) {
        return Future.failedFuture(failure);
      }
      String blockers = blockers();
      if (backoff.isExhausted()) {
        return Future.failedFuture(exhausted(failed, number, blockers));
      }
      listener.accept(
          failed.failure().message() + " in attempt " + number + ", held by " + blockers);
      return stop.pause(session.vertx(), backoff.next())
          .compose(paused -> stop.isRequested()
              ? Future.failedFuture(failure)
              : attempt(work, backoff, number + 1));
    });
  }

  private CodexException exhausted(MigrationFailed failed, int attempts, String blockers) {
    return new LocksNotObtained(
        failed.failure(), attempts, config.statementBudget(), blockers, failed.applied());
  }

  /** Seen by the watch while the statement waited; a wait too short for a look leaves those of the one before. */
  private String blockers() {
    List<Blocker> now = session.blockers();
    if (!now.isEmpty()) {
      seen = now.stream().map(Blocker::describe).collect(Collectors.joining("; and by "));
    }
    return seen;
  }
}
