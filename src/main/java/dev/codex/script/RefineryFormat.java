package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code V7__add_index.sql} and {@code U7__add_index.sql}, as refinery for Rust has them: U is no undo, but a script whose
 * number may come late. At any depth, and told by its name alone, as Flyway's are named alike.
 */
final class RefineryFormat implements Format {
  private static final Pattern SHAPE = Pattern.compile("([UV])(\\d+)__(\\w+)\\.sql");
  private static final Pattern RUST = Pattern.compile("[UV]\\d+__\\w+\\.rs");

  /** The title as refinery hashes it. */
  static Optional<String> title(String fileName) {
    Matcher parts = SHAPE.matcher(fileName);
    return parts.matches() ? Optional.of(parts.group(3)) : Optional.empty();
  }

  @Override
  public ScriptFormat id() {
    return ScriptFormat.REFINERY;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped(TransactionRules.CODEX.optOut());
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    Matcher parts = SHAPE.matcher(file.name());
    return parts.matches()
        ? Optional.of(new MigrationName(
            MigrationName.Role.VERSIONED,
            Version.of(parts.group(2)),
            parts.group(3).replace('_', ' ')))
        : Optional.empty();
  }

  @Override
  public Optional<Problem> refusal(FoundFile file) {
    return RUST.matcher(file.name()).matches()
        ? Optional.of(Problem.ofFile(
            Problem.Code.INVALID_SCRIPT,
            file.path(),
            file.path() + " is a refinery migration in Rust, which Codex cannot run",
            "write it as SQL, or take it out of the directory"))
        : Optional.empty();
  }

  @Override
  public String example(Version version) {
    return "V" + version + "__....sql";
  }
}
