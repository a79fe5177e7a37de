package dev.codex.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of migrations that a test writes. */
record ScriptDirectory(Path path) {
  ScriptDirectory with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  ScriptDirectory with(String name, byte[] bytes) {
    try {
      Files.write(path.resolve(name), bytes);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The directory as a flag takes it. */
  @Override
  public String toString() {
    return path.toString();
  }
}
