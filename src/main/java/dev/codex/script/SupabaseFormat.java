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

/** {@code supabase/migrations/20240131120000_add_index.sql}, as the command line of Supabase has them. */
final class SupabaseFormat implements Format {
  private static final Pattern TIME = Pattern.compile("\\d{14}");
  private static final BigInteger HIGHEST = BigInteger.TEN.pow(255);

  @Override
  public ScriptFormat id() {
    return ScriptFormat.SUPABASE;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped("keep it alone, or write -- codex:no-transaction at the top");
  }

  @Override
  public boolean isNamedLikeOthers() {
    return true;
  }

  @Override
  public boolean couldBe(List<Sample> samples) {
    return samples.stream()
            .allMatch(sample -> titled(sample.path())
                .filter(name -> TIME.matcher(name.number()).matches())
                .isPresent())
        && NumberedName.areUnique(samples);
  }

  @Override
  public boolean livesIn(String location) {
    return location.replace('\\', '/').matches("(?:.*/)?supabase/migrations/?");
  }

  /** Any digits are a version there, and what has none is left out. */
  @Override
  public boolean takesAtHome(List<Sample> samples) {
    return samples.stream().anyMatch(sample -> titled(sample.path()).isPresent());
  }

  private static Optional<NumberedName> titled(String path) {
    return NumberedName.plain(path)
        .filter(name ->
            path.length() > name.number().length() && path.charAt(name.number().length()) == '_');
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    return titled(file.path()).flatMap(name -> name.migration(file, HIGHEST, problems));
  }

  @Override
  public String example(Version version) {
    return version + "_....sql";
  }
}
