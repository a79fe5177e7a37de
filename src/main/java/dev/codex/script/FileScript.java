package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.StatementCursor;
import dev.codex.migration.TransactionRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A script that was read from a file: kept in memory if it is small, read again if it is large. */
final class FileScript implements Script {
  private final FoundFile file;
  private final Checksum checksum;
  private final ScriptHeader header;
  private final TransactionRules rules;
  private final @Nullable String text;
  /** Set if the file is to be cut again when it is read again. */
  private final @Nullable Format cutter;

  private FileScript(
      FoundFile file,
      Checksum checksum,
      ScriptHeader header,
      TransactionRules rules,
      @Nullable String text,
      @Nullable Format cutter) {
    this.file = file;
    this.checksum = checksum;
    this.header = header;
    this.rules = rules;
    this.text = text;
    this.cutter = cutter;
  }

  /** A script whose text is kept in memory. */
  static FileScript kept(
      FoundFile file, Checksum checksum, ScriptHeader header, TransactionRules rules, String text) {
    return new FileScript(file, checksum, header, rules, text, null);
  }

  /** A small script that is one too many to be kept. */
  static FileScript left(FoundFile file, Checksum checksum, ScriptHeader header, Format format) {
    return new FileScript(file, checksum, header, format.rules(), null, format);
  }

  /** A script that is only ever read piece by piece, all of which is applied. */
  static FileScript large(
      FoundFile file, Checksum checksum, ScriptHeader header, TransactionRules rules) {
    return new FileScript(file, checksum, header, rules, null, null);
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
  public TransactionRules rules() {
    return rules;
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
    if (cutter != null) {
      String again = ScriptReader.again(file, cutter);
      return new ScriptCursor(path(), new StringReader(again), () -> Checksum.of(again));
    }
    Utf8Reader reader = new Utf8Reader(path(), file.content().open());
    return new ScriptCursor(path(), reader, reader::checksum);
  }

  FoundFile file() {
    return file;
  }

  /** The file as it is, with all that is not applied. */
  InputStream openFile() throws IOException {
    return file.content().open();
  }

  @Override
  public String toString() {
    return path();
  }
}
