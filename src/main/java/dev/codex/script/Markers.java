package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the markers of a text as its tool does, line by line, and those among them that are no comments: there the tool
 * would cut a string in two.
 */
final class Markers {
  private final String path;
  private final String text;
  private final List<Marker> found = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean statementBefore;

  private Markers(String path, String text) {
    this.path = path;
    this.text = text;
  }

  /**
   * @param shape what a marker's line begins with; its groups are the name and, if there is one, the value
   */
  static Markers in(String path, String text, Pattern shape) {
    Markers markers = new Markers(path, text);
    markers.found.addAll(lines(text, shape));
    if (!markers.found.isEmpty()) {
      markers.check();
    }
    return markers;
  }

  List<Marker> found() {
    return found;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Whether a statement stands above the first one. */
  boolean isStatementBefore() {
    return statementBefore;
  }

  /** The lines that are markers, whatever they are a part of. */
  static List<Marker> lines(String text, Pattern shape) {
    List<Marker> found = new ArrayList<>();
    Matcher matcher = shape.matcher(text);
    int line = 1;
    int from = 0;
    while (from < text.length()) {
      int newline = text.indexOf('\n', from);
      int end = newline < 0 ? text.length() : newline;
      if (matcher.region(from, end).lookingAt()) {
        found.add(marker(matcher, from, end, line));
      }
      from = end + 1;
      line++;
    }
    return found;
  }

  private static Marker marker(Matcher matcher, int from, int end, int line) {
    String value = matcher.groupCount() > 1 && matcher.group(2) != null ? matcher.group(2) : "";
    String name = matcher.group(1).strip().toLowerCase(java.util.Locale.ROOT);
    return new Marker(name, value.strip(), from, end, line);
  }

  private void check() {
    Set<Integer> comments = new HashSet<>();
    try {
      SqlScanner scanner = new SqlScanner(
          path, new StringReader(text), offset -> comments.add(Math.toIntExact(offset)));
      int end = 0;
      for (Piece piece = scanner.next(); piece != null; piece = scanner.next()) {
        int start = end + piece.head().length();
        statementBefore |=
            piece.type() != Piece.Type.BLANK && start < found.get(0).offset();
        end += piece.source().length();
      }
    } catch (CodexException.ScriptsInvalid e) {
      problems.addAll(e.problems());
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory needs no reading", e);
    }
    found.stream()
        .filter(marker -> !comments.contains(text.indexOf("--", marker.offset())))
        .forEach(marker -> refuse(
            marker,
            "this line is a part of a string or of a longer comment, and looks like the marker \""
                + text.substring(marker.offset(), marker.end()).strip() + "\"",
            "write it otherwise, for the tool would cut the script here"));
  }

  /** Takes note of what is wrong at a marker. */
  void refuse(Marker marker, String fact, String advice) {
    problems.add(Problem.at(path, marker.line(), 1, fact, advice));
  }

  /** Takes note of what is wrong with the whole file. */
  void refuseFile(String fact, String advice) {
    problems.add(Problem.ofFile(Problem.Code.INVALID_SCRIPT, path, path + fact, advice));
  }

  /** What stands from one marker to the next, or to the end. */
  int sectionEnd(int index) {
    return index + 1 < found.size() ? found.get(index + 1).offset() : text.length();
  }

  /** A text with every line of a stretch made empty, by which the lines after it keep their numbers. */
  static String blank(String text, int from, int to) {
    return text.substring(from, to).replaceAll("[^\\n]+", "");
  }
}
