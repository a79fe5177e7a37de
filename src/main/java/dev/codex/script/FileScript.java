package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A script that was read from a file: kept in memory if it is small, read again if it is large. */
final class FileScript implements Script {
  private final FoundFile file;
  private final Checksum checksum;
  private final ScriptHeader header;
  private final @Nullable String text;

  /** @param text the text, or null if it is too large to be kept */
  FileScript(FoundFile file, Checksum checksum, ScriptHeader header, @Nullable String text) {
    this.file = file;
    this.checksum = checksum;
    this.header = header;
    this.text = text;
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public Checksum checksum() {
    return checksum;
  }

  @Override
  public ScriptHeader header() {
    return header;
  }

  @Override
  public Optional<String> text() {
    return Optional.ofNullable(text);
  }

  @Override
  public StatementCursor open() throws IOException {
    if (text != null) {
      return new ScriptCursor(path(), new StringReader(text), () -> checksum);
    }
    Utf8Reader reader = new Utf8Reader(path(), file.content().open());
    return new ScriptCursor(path(), reader, reader::checksum);
  }

  @Override
  public String toString() {
    return path();
  }
}
