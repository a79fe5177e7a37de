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
  @Nullable
  Statement next() throws IOException;

  /**
   * The rows of the {@code COPY ... FROM stdin} that was read last. They have to be read before the next statement;
   * those that are not are left out.
   *
   * @throws IOException if the file cannot be read
   * @throws CodexException.ScriptsInvalid if Codex cannot do what the statement asks for
   */
  default CopyData copyData() throws IOException {
    throw new IllegalStateException("no COPY was read");
  }

  /** The checksum of the whole text; only asked for after the last statement. */
  Checksum checksum();

  @Override
  void close() throws IOException;
}
