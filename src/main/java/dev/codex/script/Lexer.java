package dev.codex.script;

import java.io.IOException;

/**
 * Finds where the tokens of SQL end, by the rules of PostgreSQL's own lexer as far as they matter to where a statement
 * ends. Operators come one character at a time: that is enough to see a comment that begins inside one.
 */
final class Lexer {
  /** What a token is. */
  enum Token {
    END,
    SPACE,
    LINE_COMMENT,
    BLOCK_COMMENT,
    /** A keyword or a name without quotes. */
    WORD,
    QUOTED_NAME,
    /** A constant in quotes of any kind. */
    STRING,
    NUMBER,
    BACKSLASH,
    /** Any other single character. */
    SYMBOL;

    /** Whether a parser sees it. */
    boolean isSignificant() {
      return this != SPACE && this != LINE_COMMENT && this != BLOCK_COMMENT;
    }
  }

  private final TextBuffer buffer;
  private final Quotes quotes;
  private boolean backslashEscapes;
  private int end;

  Lexer(TextBuffer buffer) {
    this.buffer = buffer;
    quotes = new Quotes(buffer);
  }

  /** Whether a backslash escapes in a plain string too: {@code standard_conforming_strings} is off. */
  void backslashEscapes(boolean escapes) {
    backslashEscapes = escapes;
  }

  TextBuffer buffer() {
    return buffer;
  }

  /** Where the token that was read last ends. */
  int end() {
    return end;
  }

  /** Reads the token that starts at an offset. */
  Token read(int from) throws IOException {
    int first = buffer.at(from);
    switch (first) {
      case TextBuffer.END:
        return until(from, Token.END);
      case ' ', '\t', '\n', '\r', '\f', '\u000B':
        return space(from);
      case '-':
        return buffer.at(from + 1) == '-'
            ? until(quotes.endOfLine(from), Token.LINE_COMMENT)
            : symbol(from);
      case '/':
        return buffer.at(from + 1) == '*'
            ? until(quotes.endOfBlockComment(from), Token.BLOCK_COMMENT)
            : symbol(from);
      case '\'':
        return string(from, from, backslashEscapes);
      case '"':
        return until(quotes.endOfName(from, from), Token.QUOTED_NAME);
      case '$':
        return dollar(from);
      case '\\':
        return until(from + 1, Token.BACKSLASH);
      default:
        if (isDigit(first)) {
          return number(from);
        }
        return isNameStart(first) ? prefixedOrWord(from, first) : symbol(from);
    }
  }

  private Token until(int tokenEnd, Token token) {
    end = tokenEnd;
    return token;
  }

  private Token symbol(int from) {
    return until(from + 1, Token.SYMBOL);
  }

  private Token string(int from, int quote, boolean escapes) throws IOException {
    return until(quotes.endOfString(from, quote, escapes), Token.STRING);
  }

  private Token prefixedOrWord(int from, int first) throws IOException {
    int second = buffer.at(from + 1);
    if (second == '\'') {
      switch (first) {
        case 'e', 'E':
          return string(from, from + 1, true);
        case 'b', 'B', 'x', 'X':
          return string(from, from + 1, false);
        default: // N'...' is a word and a plain constant to PostgreSQL too
          return word(from);
      }
    } else if (second == '&' && (first == 'u' || first == 'U')) {
      int third = buffer.at(from + 2);
      if (third == '\'') {
        return string(from, from + 2, false);
      } else if (third == '"') {
        return until(quotes.endOfName(from, from + 2), Token.QUOTED_NAME);
      }
    }
    return word(from);
  }

  private Token space(int from) throws IOException {
    int i = from + 1;
    while (isSpace(buffer.at(i))) {
      i++;
    }
    return until(i, Token.SPACE);
  }

  private Token word(int from) throws IOException {
    int i = from + 1;
    int next = buffer.at(i);
    while (isNameStart(next) || isDigit(next) || next == '$') {
      next = buffer.at(++i);
    }
    return until(i, Token.WORD);
  }

  private Token number(int from) throws IOException {
    int i = digits(from);
    if (buffer.at(i) == '.' && buffer.at(i + 1) != '.') {
      i = digits(i + 1);
    }
    int next = buffer.at(i);
    if (next == 'e' || next == 'E') {
      int sign = buffer.at(i + 1);
      int exponent = sign == '+' || sign == '-' ? i + 2 : i + 1;
      if (isDigit(buffer.at(exponent))) {
        i = digits(exponent);
      }
    }
    return until(i, Token.NUMBER);
  }

  private int digits(int from) throws IOException {
    int i = from;
    while (isDigit(buffer.at(i))) {
      i++;
    }
    return i;
  }

  private Token dollar(int from) throws IOException {
    int i = from + 1;
    int next = buffer.at(i);
    if (isDigit(next)) {
      return until(digits(i), Token.NUMBER);
    }
    while (isNameStart(next) || (isDigit(next) && i > from + 1)) {
      next = buffer.at(++i);
    }
    return next == '$'
        ? until(quotes.endOfDollarQuote(from, i + 1 - from), Token.STRING)
        : symbol(from);
  }

  static boolean isSpace(int next) {
    return next == ' ' || (next >= '\t' && next <= '\r');
  }

  private static boolean isDigit(int next) {
    return next >= '0' && next <= '9';
  }

  /** Every character beyond ASCII is a letter to PostgreSQL. */
  private static boolean isNameStart(int next) {
    return (next >= 'a' && next <= 'z')
        || (next >= 'A' && next <= 'Z')
        || next == '_'
        || next >= 0x80;
  }
}
