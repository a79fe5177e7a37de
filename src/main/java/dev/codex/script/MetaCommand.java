package dev.codex.script;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** What Codex knows of the commands of psql, which start with a backslash: where they end, and which are harmless. */
final class MetaCommand {
  private static final Set<String> WHOLE_LINE =
      Set.of("!", "copy", "ef", "ev", "h", "help", "sf", "sv");
  private static final Set<String> SENDING =
      Set.of("g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch");
  private static final int LONGEST_NAME = 32;

  private MetaCommand() {}

  /** The name of the command whose backslash stands at an offset. */
  static String name(TextBuffer buffer, int from) throws IOException {
    int i = from + 1;
    while (!isEndOfName(buffer.at(i)) && i - from <= LONGEST_NAME) {
      i++;
    }
    return buffer.text(from + 1, i);
  }

  private static boolean isEndOfName(int next) {
    return next == TextBuffer.END || next == '\\' || Lexer.isSpace(next);
  }

  /** Where the command ends: with its line, at the next command, or after two backslashes, beyond which is SQL again. */
  static int end(TextBuffer buffer, int from) throws IOException {
    String name = name(buffer, from);
    boolean wholeLine = WHOLE_LINE.contains(name);
    int i = from + 1 + name.length();
    int quote = 0;
    while (true) {
      int next = buffer.at(i);
      if (isEndOfLine(next)) {
        return i;
      }
      if (quote != 0) {
        boolean escaped = quote == '\'' && next == '\\' && !isEndOfLine(buffer.at(i + 1));
        i += escaped ? 1 : 0;
        quote = next == quote ? 0 : quote;
      } else if (next == '\\' && !wholeLine) {
        return buffer.at(i + 1) == '\\' ? i + 2 : i;
      } else if (next == '\'' || next == '"' || next == '`') {
        quote = next;
      }
      i++;
    }
  }

  private static boolean isEndOfLine(int next) {
    return next == '\n' || next == '\r' || next == TextBuffer.END;
  }

  /** Whether it sends the statement that stands before it, as a semicolon would. */
  static boolean sends(String name) {
    return SENDING.contains(name);
  }

  /** Whether the lines after it are data: {@code \copy ... from stdin}. */
  static boolean readsData(String command) throws IOException {
    if (!command.startsWith("\\copy")) {
      return false;
    }
    Words words = Words.of(command.substring(1));
    return words.skipTo("from") && words.next().is("stdin");
  }

  /**
   * Whether leaving it out changes nothing: what pg_dump writes around its output, and the request to stop at the first
   * error, which Codex does anyway.
   */
  static boolean isHarmless(String command) {
    String[] parts = command.strip().split("\\s+");
    switch (parts[0]) {
      case "\\restrict", "\\unrestrict", "\\echo", "\\qecho", "\\warn", "\\timing":
        return true;
      case "\\set":
        return parts.length > 1 && isHarmlessVariable(parts);
      default:
        return false;
    }
  }

  /** What to do about a command that Codex does not run, as it is written. */
  static String advice(String command) {
    return switch (command) {
      case "\\c", "\\connect" -> "remove it: a run works on the database that it is configured for";
      case "\\copy" -> "write COPY ... FROM stdin, with the data after it";
      default -> "remove it, or write what it does as SQL";
    };
  }

  private static boolean isHarmlessVariable(String[] parts) {
    String value = parts.length > 2 ? parts[2].toLowerCase(Locale.ROOT) : "";
    switch (parts[1]) {
      case "ON_ERROR_STOP":
        return Set.of("", "on", "1", "true", "yes").contains(value);
      case "QUIET", "VERBOSITY", "ECHO", "SHOW_CONTEXT":
        return true;
      default:
        return false;
    }
  }
}
