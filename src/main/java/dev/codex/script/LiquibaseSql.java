package dev.codex.script;

import dev.codex.migration.CodexException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Liquibase sends of a changeset: its own delimiters are semicolons, and the comments in the bodies of functions are
 * gone unless they are to be kept.
 */
final class LiquibaseSql {
  private final String text;
  private final boolean stripComments;
  private final @Nullable String delimiter;
  private final StringBuilder sent = new StringBuilder();

  private LiquibaseSql(String text, boolean stripComments, @Nullable String delimiter) {
    this.text = text;
    this.stripComments = stripComments;
    this.delimiter = delimiter;
  }

  /** @param delimiter what ends a statement besides a semicolon, in lower case; null for Liquibase's own lines */
  static String of(String text, boolean stripComments, @Nullable String delimiter) {
    LiquibaseSql sql = new LiquibaseSql(text, stripComments, delimiter);
    try {
      sql.read();
      return sql.sent.toString();
    } catch (CodexException.ScriptsInvalid unterminated) {
      // it is told of when the script is scanned, at its place
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory needs no reading", e);
    }
  }

  private void read() throws IOException {
    Lexer lexer = new Lexer(TextBuffer.of(text));
    int at = 0;
    for (Lexer.Token token = lexer.read(at); token != Lexer.Token.END; token = lexer.read(at)) {
      int length = token == Lexer.Token.WORD || token == Lexer.Token.SYMBOL ? delimiterAt(at) : 0;
      int end = length > 0 ? at + length : lexer.end();
      if (length > 0) {
        sent.append(';').append(" ".repeat(length - 1));
      } else if (token == Lexer.Token.STRING && stripComments && text.charAt(at) == '$') {
        appendBody(text.substring(at, end));
      } else {
        sent.append(text, at, end);
      }
      at = end;
    }
  }

  /** How long the delimiter is that stands there, or 0. */
  private int delimiterAt(int at) {
    if (delimiter != null) {
      boolean there = text.regionMatches(true, at, delimiter, 0, delimiter.length());
      return there && (!delimiter.equals("/") || isAtLineStart(at)) && isWhole(at)
          ? delimiter.length()
          : 0;
    }
    int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
    String line = text.substring(at, end).strip().toLowerCase(Locale.ROOT);
    return isAtLineStart(at) && (line.equals("/") || line.equals("go")) ? line.length() : 0;
  }

  private boolean isAtLineStart(int at) {
    return at == 0 || text.charAt(at - 1) == '\n';
  }

  /** A word must not be a part of a longer one. */
  private boolean isWhole(int at) {
    int end = at + String.valueOf(delimiter).length();
    return !Character.isLetterOrDigit(text.charAt(end - 1))
        || end == text.length()
        || !Character.isLetterOrDigit(text.charAt(end));
  }

  /** Line ends that go with a comment are put behind the body, so that the lines below it keep their numbers. */
  private void appendBody(String quoted) {
    int tag = quoted.indexOf('$', 1) + 1;
    String body = quoted.substring(tag, quoted.length() - tag);
    String stripped = withoutComments(body);
    sent.append(quoted, 0, tag).append(stripped).append(quoted, 0, tag);
    sent.append("\n".repeat(lines(body) - lines(stripped)));
  }

  private static int lines(String text) {
    return (int) text.chars().filter(next -> next == '\n').count();
  }

  private static String withoutComments(String body) {
    StringBuilder kept = new StringBuilder();
    for (int at = 0; at < body.length(); ) {
      int end = endOfComment(body, at);
      if (end == at) {
        end = endOfQuote(body, at);
        kept.append(body, at, end);
      }
      at = end;
    }
    return kept.toString();
  }

  private static int endOfComment(String body, int at) {
    if (body.startsWith("--", at)) {
      int end = body.indexOf('\n', at);
      return end < 0 ? body.length() : end;
    }
    int end = body.startsWith("/*", at) ? body.indexOf("*/", at + 2) : -1;
    return end < 0 ? at : end + 2;
  }

  /** The end of the quote that begins there, or the next character. */
  private static int endOfQuote(String body, int at) {
    char quote = body.charAt(at);
    if (quote != '\'' && quote != '"') {
      return at + 1;
    }
    for (int i = at + 1; i < body.length(); i++) {
      if (body.charAt(i) == '\\') {
        i++;
      } else if (body.charAt(i) == quote) {
        return i + 1;
      }
    }
    return at + 1;
  }
}
