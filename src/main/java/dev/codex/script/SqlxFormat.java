package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code 20240131120000_add_index.sql}, or with {@code .up.sql} and {@code .down.sql}, as sqlx for Rust has them. */
final class SqlxFormat implements Format {
  private static final String HEADER = "-- no-transaction";
  private static final BigInteger HIGHEST = BigInteger.valueOf(Long.MAX_VALUE);

  @Override
  public ScriptFormat id() {
    return ScriptFormat.SQLX;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped("write " + HEADER + " in its first line");
  }

  @Override
  public boolean isNamedLikeOthers() {
    return true;
  }

  static boolean hasHeader(Sample sample) {
    return NumberedName.of(sample.path()).isPresent() && sample.head().startsWith(HEADER);
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return samples.stream().filter(SqlxFormat::hasHeader).findFirst();
  }

  @Override
  public boolean couldBe(List<Sample> samples) {
    return samples.stream().allMatch(sample -> titled(sample.path()).isPresent())
        && NumberedName.areUnique(samples);
  }

  private static Optional<NumberedName> titled(String path) {
    return NumberedName.of(path).filter(name -> path.charAt(name.number().length()) == '_');
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    return titled(file.path()).flatMap(name -> name.migration(file, HIGHEST, problems));
  }

  @Override
  public Cut cut(String path, String text) {
    return new Cut(text, null, text.startsWith(HEADER), List.of());
  }

  @Override
  public String example(Version version) {
    return version + "_....sql";
  }
}
