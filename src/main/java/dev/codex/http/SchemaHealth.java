package dev.codex.http;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.runtime.SchemaView;
import java.util.Locale;

/** What a health check may say about the schema: one word, which tells a stranger nothing. */
enum SchemaHealth {
  READY,
  /** Something is still to be applied, as far as is known. */
  SCHEMA_PENDING,
  /** Migrations are being applied, by this process or by another that holds the lock. */
  MIGRATING,
  /** A migration failed, or the scripts cannot be used. */
  SCHEMA_FAILED,
  /** A script differs from what was applied. */
  SCHEMA_MODIFIED,
  /** The schema has moved on to where a build as old as this must not run. */
  SCHEMA_BELOW_FLOOR,
  /** The server cannot be reached, or does not let us do our work. */
  DATABASE_UNAVAILABLE;

  /** The word for a failure. */
  static SchemaHealth of(Throwable failure) {
    if (failure instanceof CodexException.ScriptsInvalid invalid) {
      return of(invalid);
    }
    if (failure instanceof CodexException.DatabaseUnreachable
        || failure instanceof CodexException.Refused) {
      return DATABASE_UNAVAILABLE;
    }
    if (failure instanceof CodexException.LockTimedOut) {
      return MIGRATING;
    }
    boolean pending = failure instanceof CodexException.Pending
        || failure instanceof CodexException.WaitTimedOut
        || failure instanceof CodexException.LocksNotObtained
        || failure instanceof CodexException.Interrupted;
    return pending ? SCHEMA_PENDING : SCHEMA_FAILED;
  }

  /** The word for what a service that is up has seen. */
  static SchemaHealth of(SchemaView view) {
    return switch (view.plan().state().status()) {
      case READY -> READY;
      case MODIFIED -> SCHEMA_MODIFIED;
      case BELOW_FLOOR -> SCHEMA_BELOW_FLOOR;
      case PENDING -> view.migrating() ? MIGRATING : SCHEMA_PENDING;
    };
  }

  private static SchemaHealth of(CodexException.ScriptsInvalid invalid) {
    if (has(invalid, Problem.Code.BELOW_FLOOR)) {
      return SCHEMA_BELOW_FLOOR;
    }
    return has(invalid, Problem.Code.MODIFIED) ? SCHEMA_MODIFIED : SCHEMA_FAILED;
  }

  private static boolean has(CodexException.ScriptsInvalid invalid, Problem.Code code) {
    return invalid.problems().stream().anyMatch(problem -> problem.code() == code);
  }

  /** As it stands in an answer: {@code schema_pending}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
