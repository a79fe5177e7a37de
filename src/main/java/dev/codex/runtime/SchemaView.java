package dev.codex.runtime;

import dev.codex.migration.FailedAttempt;
import dev.codex.migration.Plan;
import dev.codex.migration.RunningElsewhere;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service that is up has last seen of its database.
 *
 * @param plan how the history stands to the scripts of this build: the verdict is in it, and nowhere else
 * @param migrating whether somebody holds the migration lock
 * @param elsewhere what can be seen of the run that holds it, or null
 * @param failures attempts that failed and were not mended since, by whomever, the latest first
 * @param invalidIndexes indexes that a concurrent build has left unusable
 */
public record SchemaView(
    Plan plan,
    boolean migrating,
    @Nullable RunningElsewhere elsewhere,
    List<FailedAttempt> failures,
    List<String> invalidIndexes) {
  /** The same, with a later look at the run that holds the lock. */
  SchemaView with(@Nullable RunningElsewhere seen) {
    return new SchemaView(plan, migrating, seen, failures, invalidIndexes);
  }
}
