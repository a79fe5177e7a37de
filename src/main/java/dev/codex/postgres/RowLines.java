package dev.codex.postgres;

import java.util.Map;
import java.util.TreeMap;

/** Knows the line of each row in little memory, as most rows are one line and follow each other. */
final class RowLines {
  private final TreeMap<Long, Integer> jumps = new TreeMap<>();
  private long count;
  private int last;

  void add(int line) {
    count++;
    if (line != last + 1 || count == 1) {
      jumps.put(count, line);
    }
    last = line;
  }

  long count() {
    return count;
  }

  /**
   * The line of a row.
   *
   * @param row its number, from 1 to {@link #count()}
   */
  int of(long row) {
    Map.Entry<Long, Integer> jump = jumps.floorEntry(row);
    return jump.getValue() + (int) (row - jump.getKey());
  }
}
