package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.Preconditions;
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
  private final Format format;
  private final @Nullable String text;
  /** Whether the file is to be cut again when it is read again. */
  private final boolean cutAgain;

  private final Placeholders placeholders;
  private final String values;
  private final List<Problem> refusals;
  private final Preconditions preconditions;

  private FileScript(
      FoundFile file,
      Checksum checksum,
      ScriptHeader header,
      Format format,
      @Nullable String text,
      boolean cutAgain,
      Placeholders placeholders,
      String values,
      List<Problem> refusals,
      Preconditions preconditions) {
    this.file = file;
    this.checksum = checksum;
    this.header = header;
    this.format = format;
    this.text = text;
    this.cutAgain = cutAgain;
    this.placeholders = placeholders;
    this.values = values;
    this.refusals = refusals;
    this.preconditions = preconditions;
  }

  /** A script whose text is kept in memory. */
  static FileScript kept(
      FoundFile file, Checksum checksum, ScriptHeader header, Format format, String text) {
    return new FileScript(
        file,
        checksum,
        header,
        format,
        text,
        false,
        Placeholders.NONE,
        "",
        List.of(),
        Preconditions.NONE);
  }

  /** A small script that is one too many to be kept. */
  static FileScript left(FoundFile file, Checksum checksum, ScriptHeader header, Format format) {
    return new FileScript(
        file,
        checksum,
        header,
        format,
        null,
        true,
        Placeholders.NONE,
        "",
        List.of(),
        Preconditions.NONE);
  }

  /** A script that is only ever read piece by piece, all of which is applied. */
  static FileScript large(FoundFile file, Checksum checksum, ScriptHeader header, Format format) {
    return new FileScript(
        file,
        checksum,
        header,
        format,
        null,
        false,
        Placeholders.NONE,
        "",
        List.of(),
        Preconditions.NONE);
  }

  /**
   * The same script with values for its placeholders.
   *
   * @param counted whether another value makes another checksum
   */
  FileScript with(Placeholders others, boolean counted) {
    String used = counted ? others.fingerprint(text) : "";
    return new FileScript(
        file, checksum, header, format, text, cutAgain, others, used, refusals, preconditions);
  }

  /** The same script, run or not by what its file says of that. */
  FileScript with(Cut cut) {
    return new FileScript(
        file,
        checksum,
        header,
        format,
        text,
        cutAgain,
        placeholders,
        values,
        cut.refusals(),
        cut.preconditions());
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
  public Preconditions preconditions() {
    return preconditions.with((query, line) -> placeholders.replaceLine(path(), query, line));
  }

  @Override
  public ScriptHeader header() {
    return header;
  }

  @Override
  public TransactionRules rules() {
    return format.rules();
  }

  @Override
  public Optional<String> text() {
    return Optional.ofNullable(text)
        .filter(written -> !placeholders.mayOccurIn(written))
        .map(format::sent);
  }

  @Override
  public StatementCursor open() throws IOException {
    if (text != null) {
      return new ScriptCursor(
          path(), new StringReader(format.sent(text)), this::checksum, placeholders);
    }
    if (cutAgain) {
      String again = ScriptReader.again(file, format);
      return new ScriptCursor(
          path(),
          new StringReader(format.sent(again)),
          () -> withValues(format.checksum(again)),
          placeholders);
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
