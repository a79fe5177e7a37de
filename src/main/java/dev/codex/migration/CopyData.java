package dev.codex.migration;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code COPY ... FROM stdin} of a script, with the rows that stand after it. The names are in the script's own
 * spelling, to be sent as they are.
 */
public interface CopyData {
  /** The table as it is written, such as {@code public."Books"}. */
  String table();

  /** The columns that the statement lists, as the catalog spells them; empty if it lists none. */
  List<String> columns();

  /**
   * Opens the rows, once.
   *
   * @param columns the columns of a row, in order
   */
  Rows rows(List<String> columns);

  /** Walks through the rows. Reading blocks. */
  interface Rows {
    /**
     * The next row, or null after the last one.
     *
     * @throws IOException if the file cannot be read
     * @throws CodexException.ScriptsInvalid if a row is not what the statement says
     */
    @Nullable
    Row next() throws IOException;
  }

  /**
   * A row.
   *
   * @param line the line of the script where it begins
   * @param size about how much it adds to a message, in characters
   * @param values the texts as the input functions of the columns' types take them
   */
  record Row(int line, int size, List<@Nullable String> values) {}
}
