package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code 000007_add_index.up.sql} and {@code .down.sql}, as golang-migrate has them. It begins no transaction, and with
 * {@code x-multi-statement} sends the statements one by one.
 */
final class GolangMigrateFormat implements Format {
  /** Its versions are unsigned numbers of 64 bits. */
  private static final BigInteger HIGHEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  @Override
  public ScriptFormat id() {
    return ScriptFormat.GOLANG_MIGRATE;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.asWritten();
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return directed(samples)
        .filter(directed -> samples.stream().noneMatch(SqlxFormat::hasHeader))
        .filter(directed -> NumberedName.areUnique(samples));
  }

  @Override
  public boolean couldBe(List<Sample> samples) {
    return directed(samples).isPresent();
  }

  private static Optional<Sample> directed(List<Sample> samples) {
    return samples.stream()
        .filter(sample -> directed(sample.path()).isPresent())
        .findFirst();
  }

  private static Optional<NumberedName> directed(String path) {
    return NumberedName.of(path).filter(name -> !name.direction().isEmpty());
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    return directed(file.path()).flatMap(name -> name.migration(file, HIGHEST, problems));
  }

  @Override
  public String example(Version version) {
    return version + "_....up.sql";
  }
}
