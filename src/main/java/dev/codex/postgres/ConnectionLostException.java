package dev.codex.postgres;

/** The connection was lost while something was asked of it: what became of the question is not known. */
public final class ConnectionLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConnectionLostException(String target, Throwable cause) {
    super("the connection to " + target + " was lost: " + Failures.reason(cause), cause);
  }
}
