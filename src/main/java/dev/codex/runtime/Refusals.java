package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.config.DatabaseConfig;
import dev.codex.migration.CodexException;
import dev.codex.postgres.Failures;
import dev.codex.postgres.Quoted;

/** Says why Codex will not, or may not, work on a server, and what to do about it. */
final class Refusals {
  private Refusals() {}

  static CodexException pooler(DatabaseConfig database) {
    return new CodexException.Refused(
        database.address() + " is a connection pooler, behind which two migrators could work at once",
        "give the server's own address in database.migration_url, or set database.pooler to session if the pooler keeps a"
            + " client on one session");
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
      case Failures.NO_PRIVILEGE -> new CodexException.Refused(
          "user " + user + " may not read or create Codex's tables in schema " + schema + ": "
              + Failures.reason(failure),
          "run as its owner: grant create, usage on schema " + schema + " to " + user
              + "; or, to wait only: grant select on all tables in schema " + schema + " to " + user);
      case Failures.READ_ONLY -> readOnly(config.database());
      default -> failure;
    };
  }
}
