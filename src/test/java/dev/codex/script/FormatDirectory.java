package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory of scripts that a test fills, and what Codex makes of it. */
record FormatDirectory(Path root) {
  FormatDirectory with(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty files, for tests of names alone. */
  FormatDirectory withFiles(String... paths) {
    for (String path : paths) {
      with(path, "select 1;\n");
    }
    return this;
  }

  MigrationSet read() {
    return read(ScriptFormat.AUTO);
  }

  MigrationSet read(ScriptFormat format) {
    return Locations.read(List.of(root.toString()), format, getClass().getClassLoader());
  }

  List<String> labels() {
    return labels(ScriptFormat.AUTO);
  }

  List<String> labels(ScriptFormat format) {
    return read(format).migrations().stream().map(Migration::label).toList();
  }

  /** What is wrong, without the name of the directory. */
  List<String> facts() {
    return facts(ScriptFormat.AUTO);
  }

  List<String> facts(ScriptFormat format) {
    return read(format).problems().stream()
        .map(Problem::fact)
        .map(fact -> fact.replace(root.toString(), "DIR"))
        .toList();
  }

  /** The only script that there is. */
  Migration only(ScriptFormat format) {
    MigrationSet set = read(format);
    if (set.migrations().size() != 1 || !set.problems().isEmpty()) {
      throw new AssertionError(set.migrations() + " " + set.problems());
    }
    return set.migrations().get(0);
  }

  /** Why it must not be run, which does not matter once it was applied. */
  static List<String> refusals(Migration migration) {
    return ScriptInspector.inspect(migration.script()).problems().stream()
        .map(Problem::sentence)
        .toList();
  }
}
