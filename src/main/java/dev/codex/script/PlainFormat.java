package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Scripts that are ordered by name, where the whole name is the identity: Drizzle's, and home-made numbering such as
 * {@code 0140.do.name.sql}. Where some end with {@code .up.sql}, only those are scripts; a down script without one is
 * nothing.
 */
final class PlainFormat implements Format {
  private static final Pattern UP = Pattern.compile("[^/]+\\.up\\.sql");
  private static final Pattern DOWN = Pattern.compile("([^/]+)\\.down\\.sql");
  private static final Pattern UNDO = Pattern.compile("(\\d+)\\.undo(\\.[^/]*)?\\.sql");
  private static final Pattern ANY = Pattern.compile("([^/]+?)(?:\\.up)?\\.sql");

  @Override
  public ScriptFormat id() {
    return ScriptFormat.PLAIN;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.asWritten();
  }

  @Override
  public boolean isNamedLikeOthers() {
    return true;
  }

  @Override
  public boolean couldBe(List<Sample> samples) {
    return samples.stream()
        .allMatch(sample -> sample.isTop() && Character.isDigit(sample.name().charAt(0)));
  }

  @Override
  public List<NamedScript> scripts(List<FoundFile> files, Consumer<Problem> problems) {
    boolean directed = files.stream().anyMatch(file -> UP.matcher(file.path()).matches());
    List<NamedScript> all = Format.super.scripts(files, problems).stream()
        .filter(script -> !directed || isDirected(script.file().path()))
        .toList();
    DownNames.refuse(all, problems);
    NumberOrder.warn(all);
    Set<Object> applied = all.stream()
        .filter(script -> !isUndo(script))
        .map(script -> script.name().version())
        .collect(Collectors.toSet());
    return all.stream()
        .filter(script -> !isUndo(script) || applied.contains(script.name().version()))
        .toList();
  }

  private static boolean isDirected(String path) {
    return UP.matcher(path).matches() || DOWN.matcher(path).matches();
  }

  private static boolean isUndo(NamedScript script) {
    return script.name().role() == MigrationName.Role.UNDO;
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    Matcher down = DOWN.matcher(file.path());
    if (down.matches()) {
      return named(MigrationName.Role.UNDO, down.group(1));
    }
    Matcher undo = UNDO.matcher(file.path());
    if (undo.matches()) {
      return named(
          MigrationName.Role.UNDO,
          undo.group(1) + ".do" + Objects.requireNonNullElse(undo.group(2), ""));
    }
    Matcher any = ANY.matcher(file.path());
    return any.matches() ? named(MigrationName.Role.VERSIONED, any.group(1)) : Optional.empty();
  }

  private static Optional<MigrationName> named(MigrationName.Role role, String name) {
    return Optional.of(new MigrationName(role, Version.named(name), ""));
  }

  @Override
  public String example(Version version) {
    return version + ".up.sql";
  }
}
