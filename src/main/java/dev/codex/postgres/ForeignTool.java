package dev.codex.postgres;

import dev.codex.config.ScriptFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How another tool keeps its history: a new one is a line in {@link ForeignTools}.
 *
 * @param name what people call it
 * @param format of its scripts; auto where its migrations are no scripts
 * @param table what its table is called unless it is told otherwise
 * @param columns the columns by which the table is known to be this tool's
 * @param unlike a column that only another tool's table of the same name has, or null
 * @param select its rows in the order of application, by the columns that {@link ForeignHistory} reads
 * @param lock the lock that it takes, or may take, or null if it takes none
 * @param always whether it takes that lock whatever its settings: otherwise the table is locked too
 * @param row the row that it locks in place of that, or null
 */
record ForeignTool(
    String name,
    ScriptFormat format,
    String table,
    List<String> columns,
    @Nullable String unlike,
    String select,
    @Nullable LockKey lock,
    boolean always,
    @Nullable LockRow row) {
  ForeignTool(
      ScriptFormat format,
      String table,
      List<String> columns,
      @Nullable String unlike,
      String select,
      @Nullable LockKey lock,
      boolean always) {
    this(format.toString(), format, table, columns, unlike, select, lock, always, null);
  }

  /** A tool whose lock is a row. */
  ForeignTool(
      ScriptFormat format,
      String table,
      List<String> columns,
      @Nullable String unlike,
      String select,
      LockRow row) {
    this(format.toString(), format, table, columns, unlike, select, null, false, row);
  }

  /** A tool whose migrations are no scripts, and that takes no lock. */
  static ForeignTool withoutScripts(
      String name, String table, List<String> columns, String select) {
    return new ForeignTool(
        name, ScriptFormat.AUTO, table, columns, null, select, null, false, null);
  }

  /** Makes the key of the advisory lock that the tool takes while it migrates. */
  interface LockKey {
    long of(ForeignTable table);
  }

  Optional<LockKey> advisory() {
    return Optional.ofNullable(lock);
  }

  Optional<LockRow> lockRow() {
    return Optional.ofNullable(row);
  }

  /** Whether its table has to be locked so that it cannot write to it meanwhile. */
  boolean locksTable() {
    return !always;
  }

  /** Whether a table with these columns is this tool's. */
  boolean isItsTable(List<String> found) {
    return found.containsAll(columns) && (unlike == null || !found.contains(unlike));
  }
}
