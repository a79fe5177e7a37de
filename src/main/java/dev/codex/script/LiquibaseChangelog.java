package dev.codex.script;

import dev.codex.migration.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts a file that begins with {@code --liquibase formatted sql} into its changesets, with the values of its properties. */
final class LiquibaseChangelog {
  private static final Pattern HEADER = Pattern.compile("(?i)\\s*--\\s*liquibase\\s*formatted.*");
  private static final Pattern PROPERTY =
      Pattern.compile("(?i)\\s*--\\s*property\\s+(.*:.*\\s+.*:.*)");
  private static final Pattern IGNORE_LINES = Pattern.compile("(?i)--\\s*ignoreLines:(\\w+)");
  private static final Pattern INCLUDE = Pattern.compile("(?i)\\s*--\\s*include(?:All)?\\s.*:.*");

  private final String path;
  private final LiquibaseProperties properties;
  private final Consumer<Problem> problems;
  private final List<Section> sections = new ArrayList<>();
  private @Nullable String logicalPath;

  /**
   * A changeset's lines, its own line first.
   *
   * @param line where it begins, from 1
   */
  record Section(int line, String text) {
    /** The text, with each line where it has its number in the file. */
    String inPlace() {
      return "\n".repeat(line - 1) + text;
    }
  }

  private LiquibaseChangelog(
      String path, LiquibaseProperties properties, Consumer<Problem> problems) {
    this.path = path;
    this.properties = properties;
    this.problems = problems;
  }

  /** Whether a text begins as such a file does. */
  static boolean isOne(String text) {
    return firstLine(text).filter(line -> HEADER.matcher(line).matches()).isPresent();
  }

  private static Optional<String> firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst();
  }

  /** Reads a text; what is wrong with it is told. */
  static LiquibaseChangelog of(
      String path, String text, LiquibaseProperties properties, Consumer<Problem> problems) {
    LiquibaseChangelog changelog = new LiquibaseChangelog(path, properties, problems);
    properties.nextFile();
    changelog.read(text.split("\r\n|\r|\n", -1));
    return changelog;
  }

  List<Section> sections() {
    return sections;
  }

  /** What its changesets are known by in place of the path of the file, or null. */
  @Nullable
  String logicalPath() {
    return logicalPath;
  }

  private void read(String[] lines) {
    List<String> section = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < lines.length; i++) {
      if (LiquibaseChangeset.begins(lines[i])) {
        end(first, section);
        first = i + 1;
      }
      i = take(lines, i, section, first == 0);
    }
    end(first, section);
  }

  /** Takes a line, or the lines that it says to leave out; gives the number of the last one. */
  private int take(String[] lines, int at, List<String> section, boolean above) {
    String line = lines[at];
    Matcher ignored = IGNORE_LINES.matcher(line);
    if (ignored.matches()) {
      int last = lastIgnored(lines, at, ignored.group(1));
      section.addAll(
          Arrays.asList(new String[last - at + 1]).stream().map(none -> "").toList());
      return last;
    }
    Matcher property = PROPERTY.matcher(line);
    if (property.matches()) {
      properties.define(LiquibaseAttributes.of(property.group(1)));
      section.add("");
    } else {
      if (above) {
        takeAbove(line, at + 1);
      }
      section.add(line);
    }
    return at;
  }

  private void takeAbove(String line, int number) {
    if (HEADER.matcher(line).matches()) {
      logicalPath = LiquibaseAttributes.of(line).text("logicalFilePath");
    } else if (INCLUDE.matcher(line).matches()) {
      problems.accept(Problem.at(
          path,
          number,
          1,
          "this includes another changelog, which Codex does not follow",
          "name the directory of that one in migrations.locations"));
    }
  }

  private int lastIgnored(String[] lines, int at, String count) {
    if (count.equals("start")) {
      int end = at + 1;
      while (end < lines.length && !isIgnoreEnd(lines[end])) {
        end++;
      }
      return Math.min(end, lines.length - 1);
    }
    if (!count.matches("\\d{1,9}")) {
      problems.accept(Problem.at(
          path,
          at + 1,
          1,
          "ignoreLines:" + count + " is neither a number nor start",
          "write --ignoreLines:start and, below what is to be left out, --ignoreLines:end"));
      return at;
    }
    return Math.min(at + Integer.parseInt(count), lines.length - 1);
  }

  private static boolean isIgnoreEnd(String line) {
    Matcher end = IGNORE_LINES.matcher(line);
    return end.matches() && end.group(1).equals("end");
  }

  private void end(int first, List<String> lines) {
    if (first > 0) {
      sections.add(new Section(first, properties.expand(String.join("\n", lines))));
    }
    lines.clear();
  }
}
