package dev.codex.postgres;

import dev.codex.config.DatabaseConfig;
import dev.codex.migration.CodexException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why a connection could not be made, and what to look at. */
final class ConnectAdvice {
  private ConnectAdvice() {}

  static CodexException of(Throwable failure, DatabaseConfig config, Duration budget) {
    Optional<String> state = Failures.sqlState(failure);
    String reason = Failures.reason(failure);
    if (Failures.isTls(failure)) {
      return unreachable(
          "no TLS connection to " + config.address() + " could be made with ssl_mode "
              + config.sslMode().value + ": " + rootReason(failure),
          "check ssl_root_cert, and that the certificate names this host",
          null);
    }
    if (state.isEmpty()) {
      return unreachable(
          config.address() + " cannot be reached: " + reason + tried(budget),
          "check host and port (" + config.source()
              + "), and that the server is up and lets this network in",
          null);
    }
    return switch (state.get()) {
      case "28P01", "28000" ->
        unreachable(
            config.address() + " does not let user \"" + config.username() + "\" in: " + reason,
            "check username and password (" + config.source() + ")",
            state.get());
      case Failures.NO_DATABASE ->
        unreachable(
            "there is no database \"" + config.databaseName() + "\" on " + config.address(),
            "create it, or correct database_name (" + config.source() + ")",
            state.get());
      case Failures.TOO_MANY_CONNECTIONS ->
        unreachable(
            config.address() + " has no connection to spare: " + reason + tried(budget),
            "raise max_connections or the role's connection limit, or try again later",
            state.get());
      default ->
        unreachable(
            config.address() + " does not accept the connection: " + reason + " (" + state.get()
                + ")" + tried(budget),
            "see the server's log",
            state.get());
    };
  }

  private static String tried(Duration budget) {
    return budget.isZero() ? "" : " (tried for " + budget.toSeconds() + " s)";
  }

  private static String rootReason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Failures.reason(root);
  }

  private static CodexException unreachable(String fact, String advice, @Nullable String sqlState) {
    return new CodexException.DatabaseUnreachable(fact, advice, sqlState);
  }
}
