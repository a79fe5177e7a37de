package dev.codex.migration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which Codex fails that a caller can act on. The message is for people: what happened, and after a
 * semicolon what to do. The data stand in the fields.
 */
public abstract sealed class CodexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private CodexException(String fact, String advice, @Nullable Throwable cause) {
    super(advice.isEmpty() ? fact : fact + "; " + advice, cause);
  }

  /** The configuration cannot be used: an unknown key, a mistyped value, no database named. */
  public static final class ConfigurationInvalid extends CodexException {
    private static final long serialVersionUID = 1L;

    public ConfigurationInvalid(String fact, String advice) {
      super(fact, advice, null);
    }
  }

  /** The migrations were not complete before the wait's deadline. */
  public static final class WaitTimedOut extends CodexException {
    private static final long serialVersionUID = 1L;
    private final transient Duration timeout;

    /**
     * @param timeout how long was waited
     * @param lastSeen what the last look at the database said
     */
    public WaitTimedOut(Duration timeout, String lastSeen) {
      super(
          "migrations not complete after " + timeout.toSeconds() + " s: " + lastSeen,
          "look at the log of the process that runs codex migrate, or raise --timeout",
          null);
      this.timeout = timeout;
    }

    public Duration timeout() {
      return timeout;
    }
  }

  /** Another process held the migration lock until the deadline. */
  public static final class LockTimedOut extends CodexException {
    private static final long serialVersionUID = 1L;
    private final String holder;

    /** @param holder who holds the lock, as far as this role may see it */
    public LockTimedOut(Duration timeout, String holder) {
      super(
          "the migration lock was not free within " + timeout.toSeconds() + " s, it is held by "
              + holder,
          "wait for that run to end, or raise lock.timeout",
          null);
      this.holder = holder;
    }

    public String holder() {
      return holder;
    }
  }

  /** A script failed. What was applied before it stays; of a transactional script nothing remains. */
  public static final class MigrationFailed extends CodexException {
    private static final long serialVersionUID = 1L;
    private final transient ScriptFailure failure;
    private final transient List<MigrationReport.Applied> applied;

    public MigrationFailed(ScriptFailure failure, List<MigrationReport.Applied> applied) {
      super(failure.describe() + failure.advice(), "", null);
      this.failure = failure;
      this.applied = List.copyOf(applied);
    }

    /** Where and why the script failed. */
    public ScriptFailure failure() {
      return failure;
    }

    /** What the run had applied before. */
    public List<MigrationReport.Applied> applied() {
      return applied;
    }
  }

  /** A script did not get its locks from the sessions that use the database, within the time for trying. */
  public static final class LocksNotObtained extends CodexException {
    private static final long serialVersionUID = 1L;
    private final transient ScriptFailure failure;
    private final int attempts;
    private final transient Duration budget;
    private final String blockers;
    private final transient List<MigrationReport.Applied> applied;

    /**
     * @param failure where the last attempt waited
     * @param blockers who held the locks, as far as this role may see it
     * @param applied what the run had applied before
     */
    public LocksNotObtained(
        ScriptFailure failure,
        int attempts,
        Duration budget,
        String blockers,
        List<MigrationReport.Applied> applied) {
      super(
          failure.describeLocks(attempts, budget) + ", held by " + blockers,
          failure.adviceOnLocks(),
          null);
      this.failure = failure;
      this.attempts = attempts;
      this.budget = budget;
      this.blockers = blockers;
      this.applied = List.copyOf(applied);
    }

    /** The same of a run that had applied something before. */
    public LocksNotObtained after(List<MigrationReport.Applied> before) {
      return new LocksNotObtained(failure, attempts, budget, blockers, before);
    }

    /** Where the last attempt waited. */
    public ScriptFailure failure() {
      return failure;
    }

    public int attempts() {
      return attempts;
    }

    public String blockers() {
      return blockers;
    }

    /** What the run had applied before. */
    public List<MigrationReport.Applied> applied() {
      return applied;
    }
  }

  /** The server cannot be reached, or does not let us in. */
  public static final class DatabaseUnreachable extends CodexException {
    private static final long serialVersionUID = 1L;
    private final @Nullable String sqlState;

    public DatabaseUnreachable(String fact, String advice, @Nullable String sqlState) {
      super(fact, advice, null);
      this.sqlState = sqlState;
    }

    /** The SQLSTATE with which the server refused, if it did. */
    public Optional<String> sqlState() {
      return Optional.ofNullable(sqlState);
    }
  }

  /** The scripts, or the history, or the two together, are not valid; nothing was applied. */
  public static final class ScriptsInvalid extends CodexException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    public ScriptsInvalid(List<Problem> problems) {
      super(problems.stream().map(Problem::sentence).collect(Collectors.joining("\n")), "", null);
      this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  /** Whether a script was applied cannot be told. */
  public static final class OutcomeInDoubt extends CodexException {
    private static final long serialVersionUID = 1L;

    public OutcomeInDoubt(String fact, String advice) {
      super(fact, advice, null);
    }
  }

  /** This server is not one to migrate through: a pooler, a standby, a role without the privileges. */
  public static final class Refused extends CodexException {
    private static final long serialVersionUID = 1L;

    public Refused(String fact, String advice) {
      super(fact, advice, null);
    }
  }

  /** Migrations are pending where they should have been complete. */
  public static final class Pending extends CodexException {
    private static final long serialVersionUID = 1L;
    private final transient SchemaState state;

    public Pending(SchemaState state) {
      super(
          "migrations not complete: " + state.pending() + " of "
              + (state.pending() + state.applied()) + " are pending"
              + (state.version() == null ? "" : ", the schema is at version " + state.version()),
          "run codex migrate",
          null);
      this.state = state;
    }

    public SchemaState state() {
      return state;
    }
  }

  /** The run was told to stop, and has stopped. */
  public static final class Interrupted extends CodexException {
    private static final long serialVersionUID = 1L;
    private final String what;
    private final transient List<MigrationReport.Applied> applied;

    /**
     * @param what what the run was at: {@code stopped while waiting for the migration lock}
     */
    public Interrupted(String what, List<MigrationReport.Applied> applied) {
      super(what + "; " + MigrationReport.count(applied), "run codex migrate again to go on", null);
      this.what = what;
      this.applied = List.copyOf(applied);
    }

    /** Of something that applies nothing. */
    public Interrupted(String what) {
      super(what, "", null);
      this.what = what;
      this.applied = List.of();
    }

    /** What it was stopped at, without the rest of the message. */
    public String what() {
      return what;
    }

    /** What the run had applied before. */
    public List<MigrationReport.Applied> applied() {
      return applied;
    }
  }
}
