package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what undoes migrations to its end, as it is too late for that on the day it is needed. */
public final class DownScripts {
  private DownScripts() {}

  /** What is wrong with the down scripts of a set, by the rules of their scripts. */
  public static List<Problem> problems(MigrationSet set) {
    List<Problem> problems = new ArrayList<>();
    for (Migration migration : set.migrations()) {
      Migration.Down down = migration.down();
      if (down != null) {
        problems.addAll(problems(migration.script(), down));
      }
    }
    return problems;
  }

  private static List<Problem> problems(Script script, Migration.Down down) {
    String inPlace = "\n".repeat(down.line() - 1) + down.text();
    Checksum checksum = down.checksum();
    try (ScriptCursor cursor =
        new ScriptCursor(down.path(), new StringReader(inPlace), () -> checksum)) {
      return ScriptInspector.inspect(down.path(), header(script, down), script.rules(), cursor)
          .problems();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory needs no reading", e);
    }
  }

  /** A script that runs without a transaction is undone without one. */
  private static ScriptHeader header(Script script, Migration.Down down) {
    ScriptHeader own = Annotations.of(down.path(), down.text()).header();
    return script.header().noTransaction() ? script.header() : own;
  }
}
