package dev.codex.script;

/**
 * Puts a semicolon in the place of a comment at which a tool ends a statement: to psql, by whose rules a script is cut, a
 * comment ends none. Everything keeps its place.
 */
final class EndMarks {
  private EndMarks() {}

  /** The text with these lines, each a marker in a comment, ending a statement. */
  static String ended(String text, Iterable<Marker> marks) {
    StringBuilder ended = new StringBuilder(text);
    marks.forEach(mark ->
        ended.replace(mark.offset(), mark.end(), ";" + " ".repeat(mark.end() - mark.offset() - 1)));
    return ended.toString();
  }
}
