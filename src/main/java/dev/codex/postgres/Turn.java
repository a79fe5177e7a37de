package dev.codex.postgres;

import dev.codex.migration.Migration;

/**
 * A migration whose turn comes in a run.
 *
 * @param rank at which it is recorded: the one that follows the history as it is when its turn comes
 * @param commit how it is committed if it runs in one transaction
 */
public record Turn(Migration migration, int rank, Commit commit) {}
