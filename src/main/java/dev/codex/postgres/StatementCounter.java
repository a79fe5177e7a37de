package dev.codex.postgres;

import io.vertx.sqlclient.Row;
import java.util.stream.Collector;

/**
 * Counts the statements of a message that completed, rows thrown away. The finisher of a collector is called once for
 * each completed statement, also when the message fails later: so the count tells which one failed.
 */
final class StatementCounter {
  private int completed;

  int completed() {
    return completed;
  }

  Collector<Row, int[], Integer> collector() {
    return Collector.of(() -> new int[1], (rows, row) -> rows[0]++, (left, right) -> left, rows -> {
      completed++;
      return rows[0];
    });
  }
}
