package dev.codex.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row that is to be written for a migration that was applied by somebody else.
 *
 * @param migration the script here, or null if there is none
 * @param origin what is known of its application
 */
public record Adopted(@Nullable Migration migration, ForeignMigration origin) {
  /** The algorithm of a checksum that is not ours: it equals that of no script. */
  private static final int UNKNOWN_ALGORITHM = 0;

  private static final UUID NO_RUN = new UUID(0, 0);

  public @Nullable Version version() {
    return migration == null ? origin.version() : migration.version();
  }

  public String description() {
    return migration == null ? origin.description() : migration.description();
  }

  public Kind kind() {
    return version() == null ? Kind.REPEATABLE : Kind.VERSIONED;
  }

  /** The path of the script, or what the tool calls it. */
  public String script() {
    if (migration != null) {
      return migration.script().name();
    }
    String named = origin.script();
    return named == null ? origin.label() : named;
  }

  public Checksum checksum() {
    String foreign = origin.checksum();
    return migration == null
        ? new Checksum(UNKNOWN_ALGORITHM, foreign == null ? "" : foreign)
        : migration.checksum();
  }

  public Migration.@Nullable Down down() {
    return migration == null ? null : migration.down();
  }

  public ScriptHeader header() {
    return migration == null ? ScriptHeader.NONE : migration.script().header();
  }

  public @Nullable String installedBy() {
    return origin.installedBy();
  }

  public @Nullable Instant installedAt() {
    return origin.installedAt();
  }

  public Duration execution() {
    return origin.execution();
  }

  /** How people and messages name it. */
  public String label() {
    return migration == null ? origin.label() : migration.label();
  }

  /** The row as a plan reads it; who and when do not matter to it. */
  AppliedMigration at(int rank) {
    return new AppliedMigration(
        rank,
        version() == null ? null : String.valueOf(version()),
        description(),
        kind().column(),
        script(),
        checksum(),
        header().floor() == null ? null : String.valueOf(header().floor()),
        down() != null,
        null,
        null,
        Objects.requireNonNullElse(installedBy(), ""),
        Objects.requireNonNullElse(installedAt(), Instant.EPOCH),
        execution(),
        NO_RUN);
  }

  /** Whether there is no script for it here. */
  public boolean isMissing() {
    return migration == null;
  }
}
