package dev.codex.script;

import dev.codex.migration.Version;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a script says of it.
 *
 * @param version null for a repeatable migration
 * @param description what stands after the version, with blanks for underscores
 */
record MigrationName(Role role, @Nullable Version version, String description) {
  /** What a script is for. */
  enum Role {
    VERSIONED,
    REPEATABLE,
    /** Takes back the versioned one of the same version. */
    UNDO
  }
}
