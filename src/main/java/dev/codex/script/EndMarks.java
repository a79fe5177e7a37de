package dev.codex.script;

import dev.codex.migration.CodexException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Puts a semicolon in the place of a comment at which a tool ends a statement: to psql, by whose rules a script is cut, a
 * comment ends none. Everything keeps its place.
 */
final class EndMarks {
  private static final String BREAKPOINT = "--> statement-breakpoint";

  private EndMarks() {}

  /** The text with these lines, each a marker in a comment, ending a statement. */
  static String ended(String text, Iterable<Marker> marks) {
    StringBuilder ended = new StringBuilder(text);
    marks.forEach(mark -> end(ended, mark.offset(), mark.end()));
    return ended.toString();
  }

  /** The text with Drizzle's breakpoints ending a statement; as for Drizzle, what follows one on its line is SQL. */
  static String atBreakpoints(String text) {
    if (!text.contains(BREAKPOINT)) {
      return text;
    }
    StringBuilder ended = new StringBuilder(text);
    Lexer lexer = new Lexer(TextBuffer.of(text));
    try {
      int at = 0;
      for (Lexer.Token token = lexer.read(at); token != Lexer.Token.END; token = lexer.read(at)) {
        int mark = token == Lexer.Token.LINE_COMMENT ? text.indexOf(BREAKPOINT, at) : -1;
        int next = lexer.end();
        if (mark >= 0 && mark < next) {
          next = mark + BREAKPOINT.length();
          end(ended, at, next);
        }
        at = next;
      }
      return ended.toString();
    } catch (CodexException.ScriptsInvalid unterminated) {
      // it is told of when the script is scanned, at its place
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory needs no reading", e);
    }
  }

  private static void end(StringBuilder text, int from, int to) {
    text.replace(from, to, ";" + " ".repeat(to - from - 1));
  }
}
