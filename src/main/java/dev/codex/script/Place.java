package dev.codex.script;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** A line and a column in a text, which walk along as the text is read. */
final class Place {
  private int line = 1;
  private int column = 1;
  private boolean afterCarriageReturn;

  /** A copy that walks on its own. */
  Place copy() {
    Place copy = new Place();
    copy.line = line;
    copy.column = column;
    copy.afterCarriageReturn = afterCarriageReturn;
    return copy;
  }

  /** Walks over a part of the text; LF, CR LF and a lone CR each end a line. */
  @CanIgnoreReturnValue
  Place advance(char[] characters, int from, int to) {
    for (int i = from; i < to; i++) {
      char next = characters[i];
      if (next == '\n' || next == '\r') {
        if (next == '\r' || !afterCarriageReturn) {
          line++;
        }
        column = 1;
      } else if (!Character.isLowSurrogate(next)) {
        column++;
      }
      afterCarriageReturn = next == '\r';
    }
    return this;
  }

  int line() {
    return line;
  }

  /** In characters as people count them: one for each code point. */
  int column() {
    return column;
  }
}
