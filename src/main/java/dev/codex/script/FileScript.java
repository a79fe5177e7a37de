package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.StatementCursor;
import dev.codex.migration.TransactionRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A script that was read from a file: kept in memory if it is small, read again if it is large. */
final class FileScript implements Script {
  /** Stands between the path of a file and which of its scripts is meant. */
  static final String PART = "::";

  private final FoundFile file;
  private final Checksum checksum;
  private final ScriptHeader header;
  private final TransactionRules rules;
  private final @Nullable String text;
  /** Set if the file is to be cut again when it is read again. */
  private final @Nullable Format cutter;

  private final Placeholders placeholders;
  private final String values;
  private final List<Problem> refusals;

  private FileScript(
      FoundFile file,
      Checksum checksum,
      ScriptHeader header,
      TransactionRules rules,
      @Nullable String text,
      @Nullable Format cutter,
      Placeholders placeholders,
      String values,
      List<Problem> refusals) {
    this.file = file;
    this.checksum = checksum;
    this.header = header;
    this.rules = rules;
    this.text = text;
    this.cutter = cutter;
    this.placeholders = placeholders;
    this.values = values;
    this.refusals = refusals;
  }

  /** A script whose text is kept in memory. */
  static FileScript kept(
      FoundFile file, Checksum checksum, ScriptHeader header, TransactionRules rules, String text) {
    return new FileScript(
        file, checksum, header, rules, text, null, Placeholders.NONE, "", List.of());
  }

  /** A small script that is one too many to be kept. */
  static FileScript left(FoundFile file, Checksum checksum, ScriptHeader header, Format format) {
    return new FileScript(
        file, checksum, header, format.rules(), null, format, Placeholders.NONE, "", List.of());
  }

  /** A script that is only ever read piece by piece, all of which is applied. */
  static FileScript large(
      FoundFile file, Checksum checksum, ScriptHeader header, TransactionRules rules) {
    return new FileScript(
        file, checksum, header, rules, null, null, Placeholders.NONE, "", List.of());
  }

  /**
   * The same script with values for its placeholders.
   *
   * @param counted whether another value makes another checksum
   */
  FileScript with(Placeholders others, boolean counted) {
    String used = counted ? others.fingerprint(text) : "";
    return new FileScript(file, checksum, header, rules, text, cutter, others, used, refusals);
  }

  /** The same script, which must not be run for these reasons. */
  FileScript refused(List<Problem> reasons) {
    return new FileScript(
        file, checksum, header, rules, text, cutter, placeholders, values, reasons);
  }

  /** Whether the values of its placeholders could be a part of a repeatable script's checksum. */
  boolean mayCountValues() {
    return placeholders.mayCount(text);
  }

  Placeholders placeholders() {
    return placeholders;
  }

  /** The text as it is written, if it is kept. */
  Optional<String> written() {
    return Optional.ofNullable(text);
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public String name() {
    return file.part().isEmpty() ? path() : path() + PART + file.part();
  }

  @Override
  public Checksum checksum() {
    return withValues(checksum);
  }

  private Checksum withValues(Checksum ofText) {
    return values.isEmpty() ? ofText : Checksum.of(ofText.value() + "\n" + values);
  }

  @Override
  public String conceal(String message) {
    return placeholders.conceal(message);
  }

  @Override
  public List<Problem> refusals() {
    return refusals;
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
    return Optional.ofNullable(text).filter(sent -> !placeholders.mayOccurIn(sent));
  }

  @Override
  public StatementCursor open() throws IOException {
    if (text != null) {
      return new ScriptCursor(path(), new StringReader(text), this::checksum, placeholders);
    }
    if (cutter != null) {
      String again = ScriptReader.again(file, cutter);
      return new ScriptCursor(
          path(), new StringReader(again), () -> withValues(cutter.checksum(again)), placeholders);
    }
    Utf8Reader reader = new Utf8Reader(path(), file.content().open());
    return new ScriptCursor(path(), reader, () -> withValues(reader.checksum()), placeholders);
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
