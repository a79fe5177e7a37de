package dev.codex.runtime;

import dev.codex.migration.FailedAttempt;
import dev.codex.migration.Plan;
import java.util.List;

/**
 * What a service that is up has last seen of its database.
 *
 * @param plan how the history stands to the scripts of this build: the verdict is in it, and nowhere else
 * @param migrating whether somebody holds the migration lock
 * @param failures attempts that failed and were not mended since, by whomever, the latest first
 * @param invalidIndexes indexes that a concurrent build has left unusable
 */
public record SchemaView(
    Plan plan, boolean migrating, List<FailedAttempt> failures, List<String> invalidIndexes) {}
