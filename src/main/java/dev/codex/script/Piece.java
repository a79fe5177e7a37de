package dev.codex.script;

import dev.codex.migration.Statement;

/**
 * A stretch of a script; all of them, one after the other, are the script.
 *
 * @param type what it is
 * @param line the line of its first token, from 1
 * @param column the column of its first token, from 1
 * @param text from its first token to the end of its last one, without the semicolon
 * @param tail what follows, up to the next piece
 * @param head the white space and comments before the first token
 * @param kind how a statement stands to transactions; any other piece is TRANSACTIONAL
 * @param command where in the text a command of psql stands that is in the middle of a statement, or -1
 * @param rows the rows of COPY data
 */
record Piece(
    Type type,
    int line,
    int column,
    String head,
    String text,
    String tail,
    Statement.Kind kind,
    int command,
    int rows) {
  /** What a piece is. */
  enum Type {
    /** White space and comments, or nothing but a semicolon. */
    BLANK,
    STATEMENT,
    META_COMMAND,
    /** Whole lines of data after {@code COPY ... FROM stdin}; there may be several such pieces in a row. */
    COPY_DATA
  }

  /** The whole stretch, as it stands in the script. */
  String source() {
    return head + text + tail;
  }
}
