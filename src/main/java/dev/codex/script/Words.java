package dev.codex.script;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.util.Locale;

/** Walks through the tokens of one statement that a parser would see: no white space, no comments. */
final class Words {
  private static final int LONGEST_KEYWORD = 32;

  private final Lexer lexer;
  private final int limit;
  private int from;
  private int to;
  private Lexer.Token token = Lexer.Token.END;

  /** Stands on the first token of the range, which ends where a token ends. */
  Words(Lexer lexer, int from, int limit) throws IOException {
    this.lexer = lexer;
    this.limit = limit;
    this.to = from;
    next();
  }

  /** The tokens of a text that is one statement. */
  static Words of(String text) throws IOException {
    return new Words(new Lexer(TextBuffer.of(text)), 0, text.length());
  }

  /** Goes to the next token. */
  @CanIgnoreReturnValue
  Words next() throws IOException {
    do {
      from = to;
      if (from >= limit) {
        token = Lexer.Token.END;
        return this;
      }
      token = lexer.read(from);
      to = lexer.end();
    } while (!token.isSignificant());
    return this;
  }

  boolean isAtEnd() {
    return token == Lexer.Token.END;
  }

  /** The token in lower case if it is a keyword, or can be one; a symbol as it is; otherwise empty. */
  String keyword() {
    return token != Lexer.Token.END
            && token != Lexer.Token.STRING
            && token != Lexer.Token.QUOTED_NAME
            && to - from <= LONGEST_KEYWORD
        ? lexer.buffer().text(from, to).toLowerCase(Locale.ROOT)
        : "";
  }

  /** The token as {@link #keyword()} has it, or a constant without its quotes: how options are written. */
  String value() {
    return token == Lexer.Token.STRING && to - from <= LONGEST_KEYWORD
        ? lexer.buffer().text(from + 1, to - 1).toLowerCase(Locale.ROOT)
        : keyword();
  }

  boolean isString() {
    return token == Lexer.Token.STRING;
  }

  /** The token as it is written. */
  String source() {
    return lexer.buffer().text(from, to);
  }

  /** What stands between the quotes of a constant, as it is written. */
  String quoted() {
    String source = source();
    int open = source.startsWith("$") ? source.indexOf('$', 1) : source.indexOf('\'');
    int close =
        source.startsWith("$") ? source.lastIndexOf('$', source.length() - 2) : source.length() - 1;
    return source.substring(open + 1, close);
  }

  boolean is(String keyword) {
    boolean plain = token == Lexer.Token.WORD || token == Lexer.Token.SYMBOL;
    return plain && lexer.buffer().is(keyword, from, to);
  }

  /** Goes on if this token stands here. */
  @CanIgnoreReturnValue
  boolean accept(String keyword) throws IOException {
    boolean here = is(keyword);
    if (here) {
      next();
    }
    return here;
  }

  /** Goes to this token, or to the end. */
  @CanIgnoreReturnValue
  boolean skipTo(String keyword) throws IOException {
    while (!isAtEnd() && !is(keyword)) {
      next();
    }
    return !isAtEnd();
  }

  /** Goes beyond a name that may have parts with dots between them. */
  void skipName() throws IOException {
    do {
      next();
    } while (accept("."));
  }

  /**
   * How an option of a list is set, from here to the end: empty if it is not there, {@code true} if it has no value.
   */
  String option(String name) throws IOException {
    while (!isAtEnd()) {
      boolean found = is(name);
      next();
      if (found) {
        accept("=");
        return is(",") || is(")") || isAtEnd() ? "true" : value();
      }
    }
    return "";
  }
}
