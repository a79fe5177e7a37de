package dev.codex.script;

import dev.codex.migration.Callback;
import dev.codex.migration.Problem;
import dev.codex.migration.Version;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the names of scripts by Flyway's rules: {@code V<version>__<description>.sql}, {@code R__<description>.sql},
 * {@code U<version>__<description>.sql}, {@code B<version>__<description>.sql}, and callbacks, which are called as their
 * event. A script whose name does not parse is told of, never left out in silence.
 */
final class FlywayNames {
  static final String SUFFIX = ".sql";

  private static final String SEPARATOR = "__";
  private static final String EXAMPLE =
      "name it like V7__add_index.sql, or R__book_overview.sql if it is repeatable";

  /** What Java puts for letters that the locale does not have. */
  static final char UNREADABLE = '\uFFFD';

  private FlywayNames() {}

  /** Whether a file is meant to be a script at all; everything else is left alone. */
  static boolean isScript(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(SUFFIX);
  }

  /** Whether Flyway would leave a file out if its name cannot be read; callbacks that Codex does not run it would run. */
  static boolean isIgnoredByFlyway(FoundFile file) {
    String name = stem(file);
    return name.indexOf(UNREADABLE) < 0 && CallbackNames.wrong(name).isEmpty();
  }

  /** Whether it is a repeatable script without a description, which Flyway runs. */
  static boolean isNamelessRepeatable(FoundFile file) {
    return stem(file).equals("R" + SEPARATOR);
  }

  private static String stem(FoundFile file) {
    return file.name().substring(0, file.name().length() - SUFFIX.length());
  }

  /** What a script's name says, or, if it cannot be read, empty and a problem. */
  static Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    String name = stem(file);
    switch (name.isEmpty() || name.indexOf(UNREADABLE) >= 0 ? ' ' : name.charAt(0)) {
      case 'V':
        return versioned(MigrationName.Role.VERSIONED, name, file, problems);
      case 'U':
        return versioned(MigrationName.Role.UNDO, name, file, problems);
      case 'B':
        return versioned(MigrationName.Role.BASELINE, name, file, problems);
      case 'R':
        return repeatable(name, file, problems);
      default:
        return callback(name, file, problems);
    }
  }

  private static Optional<MigrationName> callback(
      String name, FoundFile file, Consumer<Problem> problems) {
    String[] parts = name.split(SEPARATOR, 2);
    Optional<Callback.Event> event = Callback.Event.named(parts[0]);
    if (event.isEmpty() && !CallbackNames.isLeftOut(parts[0])) {
      problems.accept(problem(file, FlywayNameAdvice.onPrefix(name)));
    }
    String description = parts.length > 1 ? readable(parts[1]) : "";
    return event.map(
        found -> new MigrationName(MigrationName.Role.CALLBACK, null, description, found));
  }

  /** What is wrong with a name, and what would be right. */
  record Wrong(String fact, String advice) {
    static Wrong of(String fact) {
      return new Wrong(fact, EXAMPLE);
    }
  }

  private static Optional<MigrationName> versioned(
      MigrationName.Role role, String name, FoundFile file, Consumer<Problem> problems) {
    int separator = name.indexOf(SEPARATOR);
    String number = separator < 0 ? name.substring(1) : name.substring(1, separator);
    Optional<Version> version = Version.parse(number);
    if (version.isEmpty()) {
      problems.accept(problem(file, FlywayNameAdvice.onVersion(name, number, separator >= 0)));
    }
    String description = separator < 0 ? "" : name.substring(separator + SEPARATOR.length());
    return version.map(found -> new MigrationName(role, found, readable(description)));
  }

  private static Optional<MigrationName> repeatable(
      String name, FoundFile file, Consumer<Problem> problems) {
    if (name.startsWith("R" + SEPARATOR) && name.length() > 1 + SEPARATOR.length()) {
      return Optional.of(
          new MigrationName(MigrationName.Role.REPEATABLE, null, readable(name.substring(3))));
    }
    problems.accept(problem(file, FlywayNameAdvice.onRepeatable(name)));
    return Optional.empty();
  }

  /** In one of the two forms that a letter with an accent has: a name must not depend on the system it was made on. */
  private static String readable(String description) {
    return Normalizer.normalize(description.replace('_', ' '), Normalizer.Form.NFC);
  }

  private static Problem problem(FoundFile file, Wrong wrong) {
    return Problem.ofFile(
        Problem.Code.UNREADABLE_NAME,
        file.path(),
        file.path() + ": " + wrong.fact(),
        wrong.advice());
  }
}
