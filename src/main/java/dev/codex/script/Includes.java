package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.Statement;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the files that scripts include with {@code \i} and {@code \ir}. They are files of the same location and no
 * others: its list of files is the only way to one.
 */
final class Includes {
  private static final Set<String> FROM_ROOT = Set.of("\\i", "\\include");
  private static final Set<String> FROM_FILE = Set.of("\\ir", "\\include_relative");

  private final Consumer<Problem> problems;
  private final Set<String> included = new HashSet<>();
  private Map<String, FoundFile> files = Map.of();

  Includes(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** From here on, scripts are those of a location with these files. */
  void location(List<FoundFile> found) {
    files = new HashMap<>();
    found.forEach(file -> files.put(file.path(), file));
  }

  /** The script with what it includes, or the script itself. */
  Script of(FileScript script) {
    // psql reads a command only where no quote is open; a look for the letters spares most scripts
    // the scanner
    if (script.written().filter(text -> text.contains("\\i")).isEmpty()) {
      return script;
    }
    Map<String, FoundFile> here = files;
    try (IncludingCursor cursor = new IncludingCursor(script, here)) {
      while (cursor.next() != null) {}
      included.addAll(cursor.files());
      return cursor.files().isEmpty()
          ? script
          : new IncludingScript(script, here, cursor.checksum());
    } catch (CodexException.ScriptsInvalid e) {
      // what is wrong with the script itself is found when it is inspected
      e.problems().stream().filter(problem -> isOurs(problem, script)).forEach(problems);
    } catch (IOException e) {
      problems.accept(Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          script.path(),
          "a file that " + script.path() + " includes cannot be read: " + Reason.of(e),
          "look at its owner and mode"));
    }
    return script;
  }

  /** Whether a script includes this file, which then needs no name of a migration. */
  boolean isIncluded(String path) {
    return included.contains(path);
  }

  private static boolean isOurs(Problem problem, Script script) {
    return !script.path().equals(problem.script()) || problem.fact().contains("this includes ");
  }

  static boolean isOne(Statement statement) {
    return statement.kind() == Statement.Kind.META_COMMAND
        && (FROM_ROOT.contains(command(statement)) || FROM_FILE.contains(command(statement)));
  }

  private static String command(Statement statement) {
    return statement.text().split("\\s", 2)[0];
  }

  /**
   * The file that a command names; fails with {@link CodexException.ScriptsInvalid} if there is none to be read.
   *
   * @param path of the file that the command stands in
   */
  static FoundFile find(Map<String, FoundFile> files, String path, Statement statement) {
    String command = command(statement);
    String named = argument(statement.text().substring(command.length()).strip());
    int slash = path.lastIndexOf('/');
    String folder = FROM_FILE.contains(command) && slash >= 0 ? path.substring(0, slash + 1) : "";
    if (named.isEmpty() || named.matches("[:`~].*")) {
      throw refused(path, statement, "no name of a file", "write the name itself");
    }
    if (named.startsWith("/") || named.matches("[A-Za-z]:[/\\\\].*")) {
      throw refused(
          path,
          statement,
          named + ", which is not in its location",
          "put the file beside the scripts");
    }
    String normal = normalised(folder + named);
    if (normal.startsWith("../")) {
      throw refused(
          path,
          statement,
          named + ", which is outside of its location",
          "put the file beside the scripts");
    }
    FoundFile file = files.get(normal);
    if (file == null) {
      String start = FROM_FILE.contains(command)
          ? "at the folder of the file"
          : "at the location (\\ir: at the file)";
      throw refused(
          path,
          statement,
          named + ", and there is no file " + normal + " in its location",
          "restore it; the path starts " + start + ", and links must not lead out");
    }
    return file;
  }

  static CodexException.ScriptsInvalid refused(
      String path, Statement statement, String what, String advice) {
    return new CodexException.ScriptsInvalid(List.of(
        Problem.at(path, statement.line(), statement.column(), "this includes " + what, advice)));
  }

  private static String argument(String text) {
    String plain = text.endsWith("\\\\") ? text.substring(0, text.length() - 2).strip() : text;
    boolean quoted = plain.length() > 1
        && (plain.startsWith("'") || plain.startsWith("\""))
        && plain.charAt(0) == plain.charAt(plain.length() - 1);
    return quoted ? plain.substring(1, plain.length() - 1).replace("''", "'") : plain;
  }

  private static String normalised(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
