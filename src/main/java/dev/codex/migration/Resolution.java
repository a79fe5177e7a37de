package dev.codex.migration;

import org.jspecify.annotations.Nullable;

/**
 * What has come of a person's decision about a migration.
 *
 * @param migration what was decided about
 * @param decision what was decided
 * @param dryRun whether it was only looked at, and nothing was written
 * @param next the statement at which the script goes on; null if it is not run any more
 * @param statements how many statements the script has
 */
public record Resolution(
    Migration migration,
    Decision decision,
    boolean dryRun,
    @Nullable Statement next,
    int statements) {}
