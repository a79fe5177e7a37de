package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.config.DatabaseConfig;
import dev.codex.config.Pooler;
import dev.codex.migration.CodexException;
import dev.codex.migration.History;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Plan;
import dev.codex.migration.Problem;
import dev.codex.migration.Version;
import dev.codex.postgres.Failures;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.Quoted;
import dev.codex.postgres.Session;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why Codex will not, or may not, work on a server, and what to do about it. */
final class Refusals {
  private Refusals() {}

  static CodexException pooler(DatabaseConfig database) {
    return new CodexException.Refused(
        database.address()
            + " is a connection pooler, behind which two migrators could work at once",
        "give the server's own address in database.migration_url, or set database.pooler to session if the pooler keeps a"
            + " client on one session, or to transaction if it does so for a transaction");
  }

  /** Why nothing is to be written through this session, if there is a reason. */
  static Optional<CodexException> unfit(
      HistoryTable.Glance glance, Session session, DatabaseConfig database) {
    if (glance.isPooled(session) && database.pooler() == Pooler.NONE) {
      return Optional.of(pooler(database));
    }
    if (glance.standby()) {
      return Optional.of(standby(database));
    }
    return glance.readOnly() ? Optional.of(readOnly(database)) : Optional.empty();
  }

  static CodexException statementMode(DatabaseConfig database) {
    return new CodexException.Refused(
        database.address()
            + " is a pooler in statement mode, through which no transaction can be had",
        "give the server's own address in database.migration_url");
  }

  /** Why a work that needs a session cannot be done through a pooler that does not give one. */
  static Optional<CodexException> withoutSession(
      HistoryTable.Glance glance, Session session, DatabaseConfig database) {
    return isPooledByTransaction(glance, session, database)
        ? Optional.of(new CodexException.Refused(
            database.address() + " is a pooler in transaction mode, and this needs a session",
            "give the server's own address in database.migration_url"))
        : unfit(glance, session, database);
  }

  static boolean isPooledByTransaction(
      HistoryTable.Glance glance, Session session, DatabaseConfig database) {
    return glance.isPooled(session) && database.pooler() == Pooler.TRANSACTION;
  }

  static CodexException needSession(List<Problem> problems) {
    return new CodexException.Refused(
        problems.stream().map(Problem::sentence).collect(Collectors.joining("\n")), "");
  }

  static CodexException contraction(Version floor, List<String> sessions) {
    return new CodexException.Refused(
        "what is pending contracts the schema for builds from " + floor
            + " on, and older ones are connected: " + String.join(", ", sessions),
        "finish the roll-out and run it again; until then --phase expand applies the rest, and --force all of it");
  }

  static CodexException hasHistory(History history) {
    return new CodexException.Refused(
        "this database has a history already, " + history.rows().size() + " rows up to version "
            + history.highestVersion().map(Version::toString).orElse("none")
            + ", and a baseline is for a database that no tool has kept",
        "run codex info to see it, and codex migrate to go on");
  }

  static CodexException noSuchVersion(MigrationSet set, Version version) {
    String below = set.migrations().stream()
        .map(Migration::version)
        .filter(own -> own != null && own.compareTo(version) < 0)
        .max(Comparator.naturalOrder())
        .map(own -> "the nearest below it is " + own)
        .orElse("all of them are above it");
    return new CodexException.ScriptsInvalid(List.of(new Problem(
        Problem.Code.MISSING,
        "no script has version " + version + "; " + below,
        "name the version of the last script whose changes are in the database",
        null,
        version.toString(),
        0,
        0)));
  }

  static CodexException nothingIsCalled(String name) {
    return new CodexException.ScriptsInvalid(List.of(new Problem(
        Problem.Code.MISSING,
        "no script has version " + name + ", and no repeatable one has that description or path",
        "name one that codex info shows",
        null,
        name,
        0,
        0)));
  }

  static CodexException isRecorded(Migration migration, Plan plan) {
    boolean modified = plan.verdicts().stream()
        .anyMatch(problem -> migration.script().path().equals(problem.script()));
    return new CodexException.Refused(
        "migration " + migration.label() + " is recorded as applied"
            + (modified ? ", with another text" : "") + ", and there is nothing to decide",
        modified
            ? "restore the script as it was, or put the change into a new migration"
            : "put what is to be changed into a new migration");
  }

  static CodexException pendingBefore(Migration migration, Migration before) {
    return new CodexException.Refused(
        "migration " + before.label() + " is pending and comes before " + migration.label()
            + ", which is therefore not the next one to be recorded",
        "apply or resolve " + before.label() + " first");
  }

  static CodexException isNotBegun(Migration migration) {
    return new CodexException.Refused(
        "nothing of migration " + migration.label() + " has been begun, and it is pending already",
        "run codex migrate to apply it");
  }

  static CodexException standby(DatabaseConfig database) {
    return new CodexException.Refused(
        database.address() + " is a standby, which cannot be written to",
        "give the address of the primary");
  }

  static CodexException readOnly(DatabaseConfig database) {
    return new CodexException.Refused(
        database.address() + " is read-only for user \"" + database.username() + "\"",
        "give the address of the primary, or set default_transaction_read_only to off for that user and database");
  }

  /** Puts what the server refused to us, outside the scripts, into a sentence. */
  static Throwable explain(Throwable failure, CodexConfig config) {
    if (failure instanceof CodexException) {
      return failure;
    }
    String state = Failures.sqlState(failure).orElse("");
    String user = Quoted.name(config.database().username());
    String schema = Quoted.name(config.migrations().schema());
    return switch (state) {
      case Failures.NO_PRIVILEGE ->
        new CodexException.Refused(
            "user " + user + " may not read or create Codex's tables in schema " + schema + ": "
                + Failures.reason(failure),
            "run as its owner: grant create, usage on schema " + schema + " to " + user
                + "; or, to wait only: grant select on all tables in schema " + schema + " to "
                + user);
      case Failures.READ_ONLY -> readOnly(config.database());
      default -> failure;
    };
  }
}
