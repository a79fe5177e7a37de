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
    private final String fact;
    private final transient List<MigrationReport.Applied> applied;

    public Interrupted(String fact, List<MigrationReport.Applied> applied) {
      super(fact, "run codex migrate again to go on", null);
      this.fact = fact;
      this.applied = List.copyOf(applied);
    }

    /** Of something that applies nothing. */
    public Interrupted(String fact) {
      super(fact, "", null);
      this.fact = fact;
      this.applied = List.of();
    }

    /** What it was stopped in, without the advice. */
    public String fact() {
      return fact;
    }

    /** What the run had applied before. */
    public List<MigrationReport.Applied> applied() {
      return applied;
    }
  }
}
