package dev.codex.migration;

import org.jspecify.annotations.Nullable;

/**
 * How a database stands to the scripts of this build.
 *
 * @param status the verdict
 * @param version the highest version that is applied, or null if none is
 * @param applied how many of this build's migrations are applied
 * @param pending how many are not
 */
public record SchemaState(Status status, @Nullable String version, int applied, int pending) {
  /** The verdict about a schema. */
  public enum Status {
    /** Everything that this build needs is there. */
    READY,
    /** Something is still to be applied. */
    PENDING,
    /** A script differs from what was applied. */
    MODIFIED,
    /** An applied migration has declared that a build as old as this must not run. */
    BELOW_FLOOR
  }

  public boolean isReady() {
    return status == Status.READY;
  }
}
