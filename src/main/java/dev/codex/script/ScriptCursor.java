package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.CopyData;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.io.Reader;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The statements of a script, made from its pieces as they are asked for. */
final class ScriptCursor implements StatementCursor {
  private final String path;
  private final SqlScanner scanner;
  private final Reader reader;
  private final Supplier<Checksum> checksum;
  private int count;
  private @Nullable Statement current;

  /** @param checksum the checksum of what was read, once it has been read */
  ScriptCursor(String path, Reader reader, Supplier<Checksum> checksum) {
    this.path = path;
    this.scanner = new SqlScanner(path, reader);
    this.reader = reader;
    this.checksum = checksum;
  }

  @Override
  public @Nullable Statement next() throws IOException {
    for (Piece piece = scanner.next(); piece != null; piece = scanner.next()) {
      if (piece.command() >= 0) {
        throw scanner.commandInside(piece);
      }
      if (piece.type() == Piece.Type.STATEMENT || piece.type() == Piece.Type.META_COMMAND) {
        current = new Statement(++count, piece.line(), piece.column(), piece.text(), piece.kind());
        return current;
      }
    }
    return null;
  }

  @Override
  public CopyData copyData() throws IOException {
    return ScriptCopy.of(path, Objects.requireNonNull(current), scanner);
  }

  @Override
  public Checksum checksum() {
    return checksum.get();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
