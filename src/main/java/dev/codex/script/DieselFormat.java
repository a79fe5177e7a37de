package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code 2024-01-31-120000_add_index/up.sql} and {@code down.sql}, as Diesel for Rust has them. Its version is what
 * stands before the first underscore, without hyphens.
 */
final class DieselFormat implements Format {
  private static final Pattern SHAPE = Pattern.compile("(\\d[\\d-]*)(?:_([^/]*))?/(up|down)\\.sql");
  /**
   * Diesel compares versions as texts: what follows the fourteen digits of a time only tells equal times apart. A 1 goes
   * before it, as 0000 is another version than none.
   */
  private static final int TIMESTAMP = 14;

  private static final Pattern OUTSIDE =
      Pattern.compile("(?m)^\\s*run_in_transaction\\s*=\\s*false\\b");
  private static final int LARGEST_METADATA = 1 << 16;

  @Override
  public ScriptFormat id() {
    return ScriptFormat.DIESEL;
  }

  /** metadata.toml may be generated or left behind, so a mixture can be right. */
  @Override
  public TransactionRules rules() {
    return TransactionRules.asWritten();
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return samples.stream()
        .filter(sample -> SHAPE.matcher(sample.path()).matches())
        // down.sql alone stands beside scripts of Prisma too
        .filter(sample -> sample.name().equals("up.sql"))
        .findFirst();
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    Matcher parts = SHAPE.matcher(file.path());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String title = parts.group(2) == null ? "" : parts.group(2).replace('_', ' ');
    MigrationName.Role role =
        parts.group(3).equals("up") ? MigrationName.Role.VERSIONED : MigrationName.Role.UNDO;
    return Optional.of(new MigrationName(role, version(parts.group(1)), title));
  }

  private static Version version(String written) {
    String digits = written.replace("-", "");
    return digits.length() > TIMESTAMP
        ? Version.of(digits.substring(0, TIMESTAMP) + ".1" + digits.substring(TIMESTAMP))
        : Version.of(digits);
  }

  @Override
  public List<NamedScript> scripts(List<FoundFile> files, Consumer<Problem> problems) {
    Map<String, FoundFile> metadata = files.stream()
        .filter(file -> file.name().equals("metadata.toml"))
        .collect(Collectors.toMap(DieselFormat::folder, Function.identity()));
    List<NamedScript> scripts = new ArrayList<>();
    for (NamedScript script : Format.super.scripts(files, problems)) {
      FoundFile beside = metadata.get(folder(script.file()));
      scripts.add(
          beside == null
              ? script
              : new NamedScript(script.file(), script.name(), isOutside(beside, problems)));
    }
    return scripts;
  }

  private static String folder(FoundFile file) {
    return file.path().substring(0, Math.max(0, file.path().lastIndexOf('/')));
  }

  private static boolean isOutside(FoundFile metadata, Consumer<Problem> problems) {
    try (InputStream input = metadata.content().open()) {
      String text = new String(input.readNBytes(LARGEST_METADATA), StandardCharsets.UTF_8);
      return OUTSIDE.matcher(text).find();
    } catch (IOException e) {
      problems.accept(Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          metadata.path(),
          metadata.path() + " cannot be read: " + Reason.of(e),
          "look at its owner and mode"));
      return false;
    }
  }

  @Override
  public String example(Version version) {
    return version.toString().replace(".1", "-") + "_.../up.sql";
  }
}
