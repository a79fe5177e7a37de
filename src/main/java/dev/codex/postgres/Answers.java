package dev.codex.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** Finds the answer that matters among those of a message with several statements. */
final class Answers {
  private Answers() {}

  /** The rows of the last statement. */
  static RowSet<Row> last(RowSet<Row> first) {
    RowSet<Row> last = first;
    while (last.next() != null) {
      last = last.next();
    }
    return last;
  }
}
