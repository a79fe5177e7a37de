package dev.codex.script;

import java.io.IOException;

/** Finds where quoted text ends: constants, quoted names and dollar quotes. */
final class Quotes {
  private static final String ADVICE = "close it, or double a quote that belongs to the text";

  private final TextBuffer buffer;

  Quotes(TextBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * The end of a constant.
   *
   * @param from where it starts, its prefix included
   * @param quote where its quote opens
   * @param escapes whether a backslash escapes the character after it
   */
  int endOfString(int from, int quote, boolean escapes) throws IOException {
    int i = quote + 1;
    while (true) {
      int next = buffer.at(i++);
      if (next == '\'') {
        int reopened = escapes ? continuation(i) : i;
        if (reopened == i && buffer.at(i) != '\'') {
          return i;
        }
        i = reopened + 1;
      } else if (next == '\\' && escapes) {
        i++;
      } else if (next == TextBuffer.END) {
        throw buffer.invalid(from, "this quote is not closed before the end of the file", ADVICE);
      }
    }
  }

  /**
   * Where a constant goes on after its closing quote: at a quote beyond white space that holds a line end, as the SQL
   * standard has it. Only the kind with escapes needs it, as for the others it is the same to begin a new one.
   */
  private int continuation(int from) throws IOException {
    int i = from;
    boolean lineEnded = false;
    while (true) {
      int next = buffer.at(i);
      if (Lexer.isSpace(next)) {
        lineEnded |= next == '\n' || next == '\r';
        i++;
      } else if (next == '-' && buffer.at(i + 1) == '-') {
        i = endOfLine(i);
      } else {
        return next == '\'' && lineEnded ? i : from;
      }
    }
  }

  /** The next line end, or the end of the text. */
  int endOfLine(int from) throws IOException {
    int i = from;
    for (int next = buffer.at(i);
        next != '\n' && next != '\r' && next != TextBuffer.END;
        next = buffer.at(i)) {
      i++;
    }
    return i;
  }

  int endOfName(int from, int quote) throws IOException {
    int i = quote + 1;
    while (true) {
      int next = buffer.at(i++);
      if (next == '"') {
        if (buffer.at(i) != '"') {
          return i;
        }
        i++;
      } else if (next == TextBuffer.END) {
        throw buffer.invalid(
            from, "this double quote is not closed before the end of the file", ADVICE);
      }
    }
  }

  int endOfDollarQuote(int from, int tagLength) throws IOException {
    int i = from + tagLength;
    for (int next = buffer.at(i); next != TextBuffer.END; next = buffer.at(++i)) {
      if (next == '$' && buffer.same(from, i, tagLength)) {
        return i + tagLength;
      }
    }
    String tag = buffer.text(from, from + tagLength);
    throw buffer.invalid(
        from,
        "the quote " + tag + " is not closed before the end of the file",
        "close it with " + tag);
  }

  int endOfBlockComment(int from) throws IOException {
    int depth = 1;
    int i = from + 2;
    while (depth > 0) {
      int next = buffer.at(i++);
      if (next == '*' && buffer.at(i) == '/') {
        depth--;
        i++;
      } else if (next == '/' && buffer.at(i) == '*') {
        depth++;
        i++;
      } else if (next == TextBuffer.END) {
        throw buffer.invalid(
            from,
            "this comment is not closed before the end of the file",
            "close it with */; comments nest");
      }
    }
    return i;
  }
}
