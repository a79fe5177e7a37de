package dev.codex.runtime;

import dev.codex.migration.Activity;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.Plan;
import dev.codex.migration.StatementPosition;
import io.vertx.core.AsyncResult;
import java.time.Duration;

/** Is told how a run goes on, on the run's context but for its beginning. Every method returns at once. */
public interface Progress {
  /** Tells nobody. */
  Progress NONE = new Progress() {};

  /** A run begins: it looks at the scripts and connects. */
  default void begun() {}

  /** Somebody else holds the migration lock. */
  default void waitingForLock(String holder) {}

  /** The lock is held and the plan is made: what is pending is applied now. */
  default void planned(Plan plan) {}

  /**
   * A migration begins.
   *
   * @param number its number among those of the plan, from 1
   * @param total how many the plan has
   */
  default void started(Migration migration, int number, int total) {}

  /** The next statements of the migration are sent; told where they do not go all in one message. */
  default void sending(StatementPosition position) {}

  /** What the running statement of the migration is at; told about every second once it has run for a while. */
  default void running(Activity activity) {}

  /** The migration did not get its locks in time: nothing of it was kept, and it is tried again after a pause. */
  default void waitingForLocks(String blockers) {}

  /** A migration is applied and recorded. */
  default void finished(Migration migration, Duration execution) {}

  /** A migration has failed, or its connection was lost; whether the run goes on is told next. */
  default void failed(Migration migration, Throwable failure) {}

  /** The connection was lost; the run goes on with a new one. */
  default void reconnecting(String reason) {}

  /** The run has ended, however it ended. */
  default void ended(AsyncResult<MigrationReport> outcome) {}
}
