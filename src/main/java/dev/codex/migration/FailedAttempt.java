package dev.codex.migration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a migration that failed, by whomever.
 *
 * @param version null for a repeatable migration
 * @param build the build of the image that tried, if it was told
 * @param line the line in the script, 0 if it is not known
 */
public record FailedAttempt(
    @Nullable String version,
    String description,
    String script,
    @Nullable String build,
    String sqlState,
    String message,
    int line,
    Instant at) {

  /** How people and messages name the migration, as {@link Migration#label()}. */
  public String label() {
    return Kind.label(version, description);
  }
}
