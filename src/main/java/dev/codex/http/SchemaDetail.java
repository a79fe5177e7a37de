package dev.codex.http;

import dev.codex.runtime.SchemaView;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a health check may say beside its verdict, and what never changes the verdict. */
enum SchemaDetail {
  /** Somebody holds the migration lock. */
  MIGRATING,
  /** A newer build has applied more than this one knows. */
  DATABASE_AHEAD,
  /** Somebody's attempt at a migration has failed, and was not mended yet. */
  MIGRATION_FAILED,
  /** A concurrent build has left an index that cannot be used. */
  INVALID_INDEX,
  /** The verdict is from before the database went away. */
  DATABASE_UNAVAILABLE;

  static Set<SchemaDetail> of(SchemaView view) {
    Set<SchemaDetail> details = EnumSet.noneOf(SchemaDetail.class);
    if (view.migrating()) {
      details.add(MIGRATING);
    }
    if (view.plan().isBehind()) {
      details.add(DATABASE_AHEAD);
    }
    if (!view.failures().isEmpty()) {
      details.add(MIGRATION_FAILED);
    }
    if (!view.invalidIndexes().isEmpty()) {
      details.add(INVALID_INDEX);
    }
    return details;
  }

  /** As it stands in an answer: {@code database_ahead}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
