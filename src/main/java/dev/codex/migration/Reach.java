package dev.codex.migration;

import java.util.Optional;

/**
 * How far a database has come, seen from the scripts of a build: by versions, or by the order of application where versions
 * are names that tell nothing of it.
 */
record Reach(MigrationSet set, History history) {
  /** The highest version, or the last one. */
  Optional<Version> top() {
    return set.isInOrderOfPlace() ? history.latestVersion() : history.highestVersion();
  }

  /** Whether what was applied, and is not here, comes after everything that is here. */
  boolean isAbove(AppliedMigration applied) {
    return set.isInOrderOfPlace()
        ? isLaterThanAllOfOurs(applied)
        : isAbove(applied.parsedVersion().orElseThrow());
  }

  private boolean isLaterThanAllOfOurs(AppliedMigration applied) {
    return history.rows().stream()
        .filter(row -> row.rank() > applied.rank())
        .noneMatch(row -> row.parsedVersion().filter(set::contains).isPresent());
  }

  private boolean isAbove(Version version) {
    return set.highestVersion().filter(own -> own.compareTo(version) >= 0).isEmpty();
  }

  /** Whether it has moved on beyond the build. */
  boolean isBeyond() {
    return set.isInOrderOfPlace()
        ? history.versioned().stream()
            .filter(row -> row.parsedVersion().filter(set::contains).isEmpty())
            .anyMatch(this::isLaterThanAllOfOurs)
        : history.highestVersion().filter(this::isAbove).isPresent();
  }
}
