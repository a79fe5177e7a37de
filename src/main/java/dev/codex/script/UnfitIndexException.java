package dev.codex.script;

import java.io.IOException;

/** Says why an index does not count. */
final class UnfitIndexException extends IOException {
  private static final long serialVersionUID = 1L;

  UnfitIndexException(String message) {
    super(message);
  }
}
