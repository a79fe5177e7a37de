package dev.codex.script;

import dev.codex.migration.Callback;
import dev.codex.migration.Version;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a script says of it.
 *
 * @param version null for a repeatable migration and a callback
 * @param description what stands after the version, with blanks for underscores
 * @param event when a callback is run, else null
 */
record MigrationName(
    Role role, @Nullable Version version, String description, Callback.@Nullable Event event) {
  MigrationName(Role role, @Nullable Version version, String description) {
    this(role, version, description, null);
  }

  /** What a script is for. */
  enum Role {
    VERSIONED,
    REPEATABLE,
    /** Takes back the versioned one of the same version. */
    UNDO,
    /** Stands for every versioned one up to its version, where nothing was applied yet. */
    BASELINE,
    /** Is run around the others. */
    CALLBACK
  }
}
