package dev.codex.postgres;

import io.vertx.pgclient.PgException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tells failures apart by SQLSTATE: which pass by themselves, and which a person has to mend. */
public final class Failures {
  public static final String UNDEFINED_TABLE = "42P01";
  public static final String NO_PRIVILEGE = "42501";
  public static final String NO_DATABASE = "3D000";
  public static final String TOO_MANY_CONNECTIONS = "53300";
  static final String QUERY_CANCELED = "57014";
  static final String DIVISION_BY_ZERO = "22012";
  static final String UNIQUE_VIOLATION = "23505";
  static final String CHECK_VIOLATION = "23514";
  /** Of a statement in a transaction that must not be in one, and of a procedure in it that ends it. */
  static final String IN_TRANSACTION = "25001";

  static final String ENDS_TRANSACTION = "2D000";
  public static final String READ_ONLY = "25006";

  /** Starting up, shutting down, crash recovery, too many connections, and everything about the connection itself. */
  private static final Set<String> PASSING =
      Set.of("57P01", "57P02", "57P03", "57P05", TOO_MANY_CONNECTIONS);

  private Failures() {}

  /** Whether the server itself said no and the connection goes on. */
  static boolean isServerError(Throwable failure) {
    return failure instanceof PgException refused
        && !"FATAL".equals(refused.getSeverity())
        && !"PANIC".equals(refused.getSeverity());
  }

  /** The SQLSTATE of a failure, if a server gave one. */
  public static Optional<String> sqlState(Throwable failure) {
    return failure instanceof PgException refused
        ? Optional.ofNullable(refused.getSqlState())
        : Optional.empty();
  }

  static boolean has(Throwable failure, String sqlState) {
    return sqlState(failure).filter(sqlState::equals).isPresent();
  }

  /** Whether somebody has asked the server to give up what it was at. */
  public static boolean isCancelled(Throwable failure) {
    return has(failure, QUERY_CANCELED);
  }

  /** Whether trying to connect again may help: anything that is not a clear no of the server. */
  public static boolean isPassing(Throwable failure) {
    Optional<String> state = sqlState(failure);
    if (state.isPresent()) {
      return PASSING.contains(state.get()) || state.get().startsWith("08");
    }
    return !isTls(failure) && !(failure instanceof IllegalArgumentException);
  }

  static boolean isTls(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.security.GeneralSecurityException
          || cause instanceof javax.net.ssl.SSLException) {
        return true;
      }
    }
    return Objects.requireNonNullElse(failure.getMessage(), "").contains("SSL");
  }

  /** What the failure says, without class names. */
  public static String reason(Throwable failure) {
    if (failure instanceof PgException refused) {
      return refused.getErrorMessage();
    }
    if (failure instanceof java.net.UnknownHostException) {
      return "the host name cannot be resolved";
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
