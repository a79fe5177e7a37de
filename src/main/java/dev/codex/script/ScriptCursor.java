package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.CopyData;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The statements of a script, made from its pieces as they are asked for. */
final class ScriptCursor implements StatementCursor {
  private final String path;
  private final SqlScanner scanner;
  private final Reader reader;
  private final Supplier<Checksum> checksum;
  private final Placeholders placeholders;
  private final Deque<Statement> made = new ArrayDeque<>();
  private int count;
  private @Nullable Statement current;

  /** @param checksum the checksum of what was read, once it has been read */
  ScriptCursor(String path, Reader reader, Supplier<Checksum> checksum) {
    this(path, reader, checksum, Placeholders.NONE);
  }

  ScriptCursor(String path, Reader reader, Supplier<Checksum> checksum, Placeholders placeholders) {
    this.path = path;
    this.placeholders = placeholders;
    this.scanner = new SqlScanner(path, reader);
    this.reader = reader;
    this.checksum = checksum;
  }

  @Override
  public @Nullable Statement next() throws IOException {
    current = made.isEmpty() ? read() : made.remove();
    return current;
  }

  private @Nullable Statement read() throws IOException {
    for (Piece piece = scanner.next(); piece != null; piece = scanner.next()) {
      if (piece.command() >= 0) {
        throw scanner.commandInside(piece);
      }
      if (piece.type() == Piece.Type.STATEMENT || piece.type() == Piece.Type.META_COMMAND) {
        Statement written =
            new Statement(count + 1, piece.line(), piece.column(), piece.text(), piece.kind());
        made.addAll(placeholders.replace(path, written));
        if (!made.isEmpty()) {
          count += made.size();
          return made.remove();
        }
      }
    }
    return null;
  }

  @Override
  public CopyData copyData() throws IOException {
    return ScriptCopy.of(path, Objects.requireNonNull(current), scanner, placeholders);
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
