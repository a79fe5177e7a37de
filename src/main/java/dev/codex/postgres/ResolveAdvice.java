package dev.codex.postgres;

import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import java.util.List;

/** The commands by which a person tells Codex what it cannot know, as they stand in a message. */
final class ResolveAdvice {
  private ResolveAdvice() {}

  /** What to do about a statement of which nobody knows whether it took effect. */
  static String of(Migration migration, List<Step> steps, Statement inDoubt) {
    return "look at the database, and if it did, run\n  " + tookEffect(migration, steps, inDoubt)
        + "\nor, if it did not,\n  " + goOnAt(migration, Integer.toString(inDoubt.index()))
        + "\nand then codex migrate again";
  }

  private static String tookEffect(Migration migration, List<Step> steps, Statement inDoubt) {
    return steps.stream()
        .map(step -> step.first().index())
        .filter(number -> number > inDoubt.index())
        .findFirst()
        .map(next -> goOnAt(migration, next.toString()))
        .orElseGet(() -> "codex resolve " + name(migration) + " --applied --reason TEXT");
  }

  static String goOnAt(Migration migration, String statement) {
    return "codex resolve " + name(migration) + " --from-statement " + statement + " --reason TEXT";
  }

  /** The version, or the path of a script that has none; quoted for a shell where that is needed. */
  private static String name(Migration migration) {
    String name = migration.version() == null
        ? migration.script().path()
        : migration.version().toString();
    return name.matches("[\\w./-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
  }
}
