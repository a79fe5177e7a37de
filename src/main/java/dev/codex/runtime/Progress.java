package dev.codex.runtime;

import dev.codex.migration.Activity;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import java.time.Duration;

/** Is told how a run goes on, on the run's context. Every method returns at once. */
public interface Progress {
  /** Tells nobody. */
  Progress NONE = new Progress() {};

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

  /** What the running statement of the migration is at; told about every second once it has run for a while. */
  default void running(Activity activity) {}

  /** The migration did not get its locks in time: nothing of it was kept, and it is tried again after a pause. */
  default void waitingForLocks(String blockers) {}

  /** A migration is applied and recorded. */
  default void finished(Migration migration, Duration execution) {}

  /** The connection was lost; the run goes on with a new one. */
  default void reconnecting(String reason) {}
}
