package dev.codex.runtime;

import dev.codex.migration.CodexException;

/** After a lost connection the address leads to a standby: one that is about to be promoted, most likely. */
final class FailoverException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final CodexException refusal;

  FailoverException(CodexException refusal) {
    super(refusal.getMessage(), refusal);
    this.refusal = refusal;
  }

  /** What to say when nobody promotes it. */
  CodexException refusal() {
    return refusal;
  }
}
