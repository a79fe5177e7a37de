package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code 000007_add_index.up.sql} and {@code .down.sql}, as golang-migrate has them. It begins no transaction, and with
 * {@code x-multi-statement} sends the statements one by one.
 */
final class GolangMigrateFormat implements Format {
  /** Its versions are unsigned numbers of 64 bits. */
  private static final BigInteger HIGHEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private static final Pattern ANY_ENDING = Pattern.compile("\\d+_[^/]*\\.(?:up|down)\\.[^/]*");

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

  /** The tool takes whatever stands behind the direction. */
  @Override
  public Optional<Problem> refusal(FoundFile file) {
    boolean taken =
        ANY_ENDING.matcher(file.path()).matches() && directed(file.path()).isEmpty();
    return taken
        ? Optional.of(Problem.ofFile(
            Problem.Code.UNREADABLE_NAME,
            file.path(),
            file.path()
                + " is a migration for golang-migrate, whatever its name ends with, and Codex takes .sql",
            "rename it to end with .sql, or take it out of the directory"))
        : Optional.empty();
  }

  @Override
  public String example(Version version) {
    return version + "_....up.sql";
  }
}
