package dev.codex.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the history: a migration that was applied.
 *
 * @param rank its place in the order of application, from 1
 * @param version as it was written; null for a repeatable migration
 * @param kind the column as it stands: a newer Codex may have written a kind that this one does not know
 * @param script the path of the script at that time
 * @param floor the lowest build that may run since, if the migration declared one
 * @param hasDown whether its down script is stored with it
 * @param release the release of the application that brought it, if it was told
 * @param build the build of the image that applied it, if it was told
 */
public record AppliedMigration(
    int rank,
    @Nullable String version,
    String description,
    String kind,
    String script,
    Checksum checksum,
    @Nullable String floor,
    boolean hasDown,
    @Nullable String release,
    @Nullable String build,
    String installedBy,
    Instant installedAt,
    Duration execution,
    UUID runId) {

  /** Its version as a value, or empty for a repeatable migration. */
  public Optional<Version> parsedVersion() {
    return Optional.ofNullable(version).map(Version::read);
  }

  public boolean isRepeatable() {
    return kind.equals(Kind.REPEATABLE.column());
  }

  /** Whether it stands for every version up to its own. */
  public boolean isBaseline() {
    return kind.equals(Kind.BASELINE.column());
  }

  /** Whether a text with this checksum is what was applied. */
  public boolean sameText(Checksum other) {
    return Objects.equals(checksum, other);
  }

  /** How people and messages name it, as {@link Migration#label()}. */
  public String label() {
    return Kind.label(version, description);
  }
}
