package dev.codex.migration;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks through the statements of a script. Reading blocks: use a cursor on a worker thread, one call at a time. */
public interface StatementCursor extends AutoCloseable {
  /**
   * The next statement, or null after the last one.
   *
   * @throws IOException if the file cannot be read, or is not UTF-8
   * @throws CodexException.ScriptsInvalid if the text is no list of statements (an unterminated quote)
   */
  @Nullable Statement next() throws IOException;

  /** The checksum of the whole text; only asked for after the last statement. */
  Checksum checksum();

  @Override
  void close() throws IOException;
}
