package dev.codex.script;

import java.io.IOException;

/**
 * Follows the tokens of one statement to tell whether a semicolon ends it: not inside parentheses, and not inside a
 * {@code BEGIN ATOMIC ... END} body. The rule for bodies is psql's (only after CREATE [OR REPLACE] FUNCTION or
 * PROCEDURE, and CASE has an END too), made stricter: the words count only where they can be keywords.
 */
final class Nesting {
  /** How far the statement's first words have come on their way to a routine. */
  private enum Head {
    START,
    CREATE,
    OR,
    REPLACE,
    ROUTINE,
    COPY,
    OTHER
  }

  private final TextBuffer buffer;
  private Head head = Head.START;
  private int parentheses;
  private int blocks;
  private boolean afterBegin;
  private boolean afterFrom;
  private boolean beforeName;
  private boolean standardInput;

  Nesting(TextBuffer buffer) {
    this.buffer = buffer;
  }

  /** Takes the next token that is neither white space nor a comment. */
  void take(Lexer.Token token, int from, int to) throws IOException {
    boolean wasBegin = afterBegin;
    boolean wasFrom = afterFrom;
    boolean wasBeforeName = beforeName;
    afterBegin = false;
    afterFrom = false;
    beforeName = false;
    if (token == Lexer.Token.SYMBOL) {
      symbol(buffer.at(from));
    } else if (token == Lexer.Token.WORD) {
      if (head == Head.COPY) {
        copy(from, to, wasFrom);
      } else if (head == Head.ROUTINE) {
        body(from, to, wasBegin, wasBeforeName);
      } else if (head != Head.OTHER) {
        head = nextHead(from, to);
      }
    } else if (head == Head.START) {
      head = Head.OTHER;
    }
  }

  private void symbol(int character) {
    if (character == '(') {
      parentheses++;
    } else if (character == ')' && parentheses > 0) {
      parentheses--;
    }
    beforeName = character == '.';
  }

  private Head nextHead(int from, int to) {
    switch (head) {
      case START:
        return buffer.is("create", from, to)
            ? Head.CREATE
            : buffer.is("copy", from, to) ? Head.COPY : Head.OTHER;
      case CREATE:
        return buffer.is("or", from, to) ? Head.OR : routineOrOther(from, to);
      case OR:
        return buffer.is("replace", from, to) ? Head.REPLACE : Head.OTHER;
      default:
        return routineOrOther(from, to);
    }
  }

  private Head routineOrOther(int from, int to) {
    return buffer.is("function", from, to) || buffer.is("procedure", from, to)
        ? Head.ROUTINE
        : Head.OTHER;
  }

  private void copy(int from, int to, boolean wasFrom) {
    afterFrom = parentheses == 0 && buffer.is("from", from, to);
    // the server's grammar takes STDOUT after FROM as well
    standardInput |= wasFrom && (buffer.is("stdin", from, to) || buffer.is("stdout", from, to));
  }

  private void body(int from, int to, boolean wasBegin, boolean wasBeforeName) {
    if (parentheses > 0 || wasBeforeName) {
      return;
    }
    beforeName = buffer.is("as", from, to);
    if (blocks == 0) {
      afterBegin = buffer.is("begin", from, to);
      blocks = wasBegin && buffer.is("atomic", from, to) ? 1 : 0;
    } else if (buffer.is("case", from, to)) {
      blocks++;
    } else if (buffer.is("end", from, to)) {
      blocks--;
    }
  }

  /** Whether a semicolon here belongs to the statement. */
  boolean isOpen() {
    return parentheses > 0 || blocks > 0;
  }

  /** Whether this is a COPY that takes its data from the lines after it. */
  boolean readsStandardInput() {
    return standardInput;
  }
}
