package dev.codex.http;

import dev.codex.migration.Activity;
import dev.codex.migration.Migration;
import dev.codex.migration.StatementPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far this process is with its own migration run.
 *
 * @param phase what it is at
 * @param started when the run began
 * @param current the migration that is applied now, or null
 * @param currentStarted when that one began, or null
 * @param statement which of its statements are sent now, if they do not go all in one message, or null
 * @param activity what its statement is at, once it has run for a while, or null
 * @param number its number among those of the plan, from 1; 0 if none has begun
 * @param total how many the plan has; 0 if there is no plan yet
 * @param finished what the run has applied, by script
 */
record RunView(
    Phase phase,
    Instant started,
    @Nullable Migration current,
    @Nullable Instant currentStarted,
    @Nullable StatementPosition statement,
    @Nullable Activity activity,
    int number,
    int total,
    Map<String, Finished> finished) {

  /** What a run can be at. */
  enum Phase {
    /** It connects, looks and plans. */
    STARTING,
    /** Somebody else holds the migration lock. */
    WAITING_FOR_LOCK,
    APPLYING,
    /** The connection was lost. */
    RECONNECTING
  }

  /** When a migration was applied, by the clock of this process, and how long it took. */
  record Finished(Instant at, Duration execution) {}

  static RunView begun() {
    return new RunView(Phase.STARTING, Instant.now(), null, null, null, null, 0, 0, Map.of());
  }

  RunView at(Phase next) {
    return new RunView(
        next, started, current, currentStarted, statement, activity, number, total, finished);
  }

  RunView at(Activity seen) {
    return new RunView(
        phase, started, current, currentStarted, statement, seen, number, total, finished);
  }

  RunView at(StatementPosition sent) {
    return new RunView(
        phase, started, current, currentStarted, sent, null, number, total, finished);
  }

  RunView planned(int planned) {
    return new RunView(Phase.APPLYING, started, null, null, null, null, 0, planned, finished);
  }

  RunView began(Migration migration, int ofPlan, int planned) {
    return new RunView(
        Phase.APPLYING, started, migration, Instant.now(), null, null, ofPlan, planned, finished);
  }

  RunView applied(Migration migration, Duration took) {
    Map<String, Finished> more = new HashMap<>(finished);
    more.put(migration.script().name(), new Finished(Instant.now(), took));
    return new RunView(
        Phase.APPLYING, started, null, null, null, null, number, total, Map.copyOf(more));
  }
}
