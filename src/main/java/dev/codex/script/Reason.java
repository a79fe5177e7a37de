package dev.codex.script;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NotDirectoryException;

/** Says in a person's words why a file cannot be read. */
final class Reason {
  private Reason() {}

  static String of(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is a file";
    }
    String name = failure.getClass().getSimpleName().replace("Exception", "");
    return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
  }
}
