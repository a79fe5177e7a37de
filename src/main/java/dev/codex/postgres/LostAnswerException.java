package dev.codex.postgres;

import java.util.concurrent.TimeoutException;

/** The answer that is waited for cannot come any more, as the {@link StatementWatch} has found out. */
final class LostAnswerException extends TimeoutException {
  private static final long serialVersionUID = 1L;

  LostAnswerException(String reason) {
    super(reason);
  }
}
