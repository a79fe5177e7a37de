package dev.codex.postgres;

import org.jspecify.annotations.Nullable;

/** The history has moved on since the plan was made, or another process works on it: nothing was applied, plan again. */
public final class StalePlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StalePlanException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
