package dev.codex.cli;

import dev.codex.migration.CodexException;

/** The exit codes, which a Job's {@code podFailurePolicy} relies on. 3 is never ours: the JVM ends with it without memory. */
final class ExitCode {
  static final int DONE = 0;
  static final int UNEXPECTED = 1;
  static final int CONFIGURATION = 2;
  static final int WAIT_TIMED_OUT = 4;
  static final int LOCK_TIMED_OUT = 5;
  static final int MIGRATION_FAILED = 6;
  static final int DATABASE_UNREACHABLE = 7;
  static final int SCRIPTS_INVALID = 8;
  static final int OUTCOME_IN_DOUBT = 9;
  static final int REFUSED = 10;
  static final int PENDING = 11;
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(Throwable failure) {
    if (!(failure instanceof CodexException known)) {
      return UNEXPECTED;
    }
    if (known instanceof CodexException.ConfigurationInvalid) {
      return CONFIGURATION;
    } else if (known instanceof CodexException.WaitTimedOut) {
      return WAIT_TIMED_OUT;
    } else if (known instanceof CodexException.LockTimedOut
        || known instanceof CodexException.LocksNotObtained) {
      return LOCK_TIMED_OUT;
    } else if (known instanceof CodexException.MigrationFailed) {
      return MIGRATION_FAILED;
    } else if (known instanceof CodexException.DatabaseUnreachable) {
      return DATABASE_UNREACHABLE;
    } else if (known instanceof CodexException.ScriptsInvalid) {
      return SCRIPTS_INVALID;
    } else if (known instanceof CodexException.OutcomeInDoubt) {
      return OUTCOME_IN_DOUBT;
    } else if (known instanceof CodexException.Refused) {
      return REFUSED;
    } else if (known instanceof CodexException.Pending) {
      return PENDING;
    } else if (known instanceof CodexException.Interrupted) {
      return INTERRUPTED;
    }
    throw new IllegalStateException("no exit code for " + known.getClass(), known);
  }
}
