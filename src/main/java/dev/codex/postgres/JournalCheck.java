package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Problem;
import dev.codex.migration.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares a script with what the journal says has been run of it: it can only go on if what was run is what it begins
 * with. What was not begun yet may be corrected freely.
 */
final class JournalCheck {
  private final Migration migration;
  private final List<Step> steps;
  private final Map<Integer, Journal.Entry> entries;

  JournalCheck(Migration migration, List<Step> steps, Map<Integer, Journal.Entry> entries) {
    this.migration = migration;
    this.steps = steps.stream().filter(step -> !step.isSetting()).toList();
    this.entries = entries;
  }

  /** The difference that keeps the script from going on, or empty. */
  Optional<CodexException> difference() {
    Iterator<Step> rest = steps.iterator();
    for (Map.Entry<Integer, Journal.Entry> run : new TreeMap<>(entries).entrySet()) {
      int number = run.getKey();
      if (!rest.hasNext()) {
        return Optional.of(removed(number, run.getValue()));
      }
      Step step = rest.next();
      if (number != step.first().index() || !run.getValue().hash().equals(step.hash())) {
        return Optional.of(edited(number, run.getValue(), step.first()));
      }
    }
    return Optional.empty();
  }

  private CodexException edited(int number, Journal.Entry entry, Statement now) {
    return invalid(
        now.fileOr(migration.script().path()),
        now.line(),
        now.column(),
        "here stands " + now.label() + " as statement " + now.index() + ", and it is not the "
            + entry.label() + " that " + ran(entry) + " as statement " + number);
  }

  private CodexException removed(int number, Journal.Entry entry) {
    return invalid(
        migration.script().path(),
        0,
        0,
        "statement " + number + " (" + entry.label() + ") " + ran(entry)
            + ", and is not in the script any more");
  }

  private static String ran(Journal.Entry entry) {
    return entry.finished() ? "has been run" : "was begun by a run that was cut short";
  }

  private CodexException invalid(String file, int line, int column, String what) {
    return new CodexException.ScriptsInvalid(List.of(new Problem(
        Problem.Code.MODIFIED,
        file + (line == 0 ? "" : ":" + line + ":" + column) + ": migration " + migration.label()
            + " was changed in a part that has been run: " + what,
        "restore the script as it was, or say at which of its statements it is to go on with "
            + ResolveAdvice.goOnAt(migration, "N"),
        file,
        migration.version() == null ? null : migration.version().toString(),
        line,
        column)));
  }
}
