package dev.codex.migration;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What another tool's history says of a migration, in our words.
 *
 * @param state how it stands
 * @param version null for a repeatable migration
 * @param description the identity of a repeatable one; empty if the tool keeps none
 * @param script what the tool calls the script, or null if it does not say
 * @param checksum the tool's own checksum of the script, or null if it keeps none
 * @param installedBy null if the tool does not keep it
 * @param installedAt null if the tool does not keep it
 * @param execution zero if the tool does not keep it
 */
public record ForeignMigration(
    State state,
    @Nullable Version version,
    String description,
    @Nullable String script,
    @Nullable String checksum,
    @Nullable String installedBy,
    @Nullable Instant installedAt,
    Duration execution) {

  /** How a migration stands to the other tool. */
  public enum State {
    APPLIED,
    /** Begun, and not ended well. */
    FAILED,
    /** Taken back, or struck from the history. */
    UNDONE,
    /** No script: everything at or below the version counts as applied. */
    BASELINE,
    /** The only version that the tool keeps: this script, and everything below it. */
    NEWEST
  }

  /** A word of a person that everything up to a version is in the database. */
  public static ForeignMigration baseline(Version version) {
    return new ForeignMigration(State.BASELINE, version, "", null, null, null, null, Duration.ZERO);
  }

  /** The same under the name that its script has here. */
  ForeignMigration called(String name, boolean repeatable) {
    return new ForeignMigration(
        state,
        repeatable ? null : Version.named(name),
        repeatable ? name : description,
        script,
        checksum,
        installedBy,
        installedAt,
        execution);
  }

  /** The same at a version. */
  ForeignMigration at(Version other) {
    return new ForeignMigration(
        state, other, description, script, checksum, installedBy, installedAt, execution);
  }

  /** How people and messages name it, as {@link Migration#label()}. */
  public String label() {
    return Kind.label(version == null ? null : version.toString(), description);
  }

  /** Two rows with one identity are about one migration, and the later one holds. */
  Object identity() {
    return version == null ? description : version;
  }

  /** Whether it speaks for the scripts below it too. */
  boolean coversBelow() {
    return state == State.BASELINE || state == State.NEWEST;
  }
}
