package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Codex's own scripts and Flyway's, which are named alike: {@code V7__add_index.sql}. */
final class FlywayFormat implements Format {
  private static final Pattern SHAPE = Pattern.compile("(?:[VUB]\\d.*|R__.*)");

  private final ScriptFormat id;
  private final TransactionRules rules;

  private FlywayFormat(ScriptFormat id, TransactionRules rules) {
    this.id = id;
    this.rules = rules;
  }

  static FlywayFormat codex() {
    return new FlywayFormat(ScriptFormat.NATIVE, TransactionRules.CODEX);
  }

  static FlywayFormat flyway() {
    return new FlywayFormat(
        ScriptFormat.FLYWAY, TransactionRules.wrapped(TransactionRules.CODEX.optOut()));
  }

  @Override
  public ScriptFormat id() {
    return id;
  }

  @Override
  public TransactionRules rules() {
    return rules;
  }

  @Override
  public boolean hasPlaceholders() {
    return true;
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return id == ScriptFormat.NATIVE
        ? samples.stream()
            .filter(sample -> SHAPE.matcher(sample.name()).matches())
            .findFirst()
        : Optional.empty();
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    boolean ignored = FlywayNames.isIgnoredByFlyway(file);
    if (id == ScriptFormat.NATIVE) {
      return FlywayNames.parse(
          file, problem -> problems.accept(ignored ? orFlyway(problem) : problem));
    }
    return FlywayNames.isNamelessRepeatable(file)
        ? Optional.of(new MigrationName(MigrationName.Role.REPEATABLE, null, ""))
        : FlywayNames.parse(file, ignored ? leftOut -> {} : problems);
  }

  /** Whoever comes from Flyway may have kept files there that were never run. */
  private static Problem orFlyway(Problem problem) {
    String advice = problem.advice();
    return Problem.ofFile(
        problem.code(),
        String.valueOf(problem.script()),
        problem.fact(),
        advice + (advice.endsWith("?") ? " Or" : ", or")
            + " set migrations.format: flyway, which leaves it out as Flyway does");
  }

  @Override
  public boolean leavesOutLoneUndos() {
    return id == ScriptFormat.FLYWAY;
  }

  @Override
  public List<NamedScript> scripts(List<FoundFile> files, Consumer<Problem> problems) {
    Map<String, FoundFile> sidecars = new LinkedHashMap<>();
    files.stream().filter(Sidecar::isOne).forEach(file -> sidecars.put(file.path(), file));
    List<NamedScript> scripts = new ArrayList<>();
    for (NamedScript script : Format.super.scripts(files, problems)) {
      FoundFile beside = sidecars.remove(script.file().path() + Sidecar.SUFFIX);
      scripts.add(beside == null ? script : Sidecar.applied(script, beside, problems));
    }
    if (id == ScriptFormat.FLYWAY) {
      // those of files that are left out
      files.forEach(file -> sidecars.remove(file.path() + Sidecar.SUFFIX));
    }
    sidecars.values().forEach(file -> problems.accept(Sidecar.withoutScript(file)));
    return scripts;
  }

  @Override
  public String example(Version version) {
    return "V" + version + "__...";
  }
}
