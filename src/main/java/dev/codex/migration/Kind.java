package dev.codex.migration;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of migration, as they stand in the column {@code kind} of the history. */
public enum Kind {
  /** Applied once, in the order of versions. */
  VERSIONED,
  /** Applied again whenever its text has changed, after all versioned ones. */
  REPEATABLE,
  /** Applied once, to a database without a history, in place of every versioned one up to its version. */
  BASELINE;

  /** The value in the history table. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String label(@Nullable String version, String description) {
    if (version == null) {
      return description.isEmpty() ? "R__" : description;
    }
    return description.isEmpty() ? version : version + " (" + description + ")";
  }
}
