package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code 20240131120000_add_index.sql} beside {@code atlas.sum}, as Atlas has its versioned migrations. A checkpoint is a
 * baseline: what a database without a history gets in place of all scripts before it.
 */
final class AtlasFormat implements Format {
  private static final Pattern SHAPE = Pattern.compile("(\\d+)(?:_([^/]*))?\\.sql");
  private static final Pattern DIRECTIVE =
      Pattern.compile("(?m)^--\\s*atlas:(\\w+)(?:[ \\t]+([^\\r\\n]*))?");
  private static final int MOST_LINES = 1000;
  private static final Set<String> ALONE = Set.of("delimiter", "sum");
  /** A delimiter that is no SQL; one of blank lines or comments stands between whole statements all the same. */
  private static final Pattern BLANK = Pattern.compile("(?:\\s|\\\\[nrt])*(?:--.*)?");

  @Override
  public ScriptFormat id() {
    return ScriptFormat.ATLAS;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped(
        "write -- atlas:txmode none at the top, and an empty line below it");
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return samples.stream()
        .filter(sample -> SHAPE.matcher(sample.path()).matches())
        .filter(sample -> DIRECTIVE.matcher(sample.head()).find())
        .findFirst();
  }

  @Override
  public boolean isMarkedBy(FoundFile file) {
    return file.path().equals(AtlasSum.FILE);
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    Matcher parts = SHAPE.matcher(file.path());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String title = parts.group(2) == null ? "" : parts.group(2).replace('_', ' ');
    boolean checkpoint = directives(new Sample(file).head()).containsKey("checkpoint");
    return Optional.of(new MigrationName(
        checkpoint ? MigrationName.Role.BASELINE : MigrationName.Role.VERSIONED,
        Version.of(parts.group(1)),
        title));
  }

  @Override
  public List<NamedScript> scripts(List<FoundFile> files, Consumer<Problem> problems) {
    List<FoundFile> scripts =
        files.stream().filter(file -> SHAPE.matcher(file.path()).matches()).toList();
    files.stream().filter(this::isMarkedBy).forEach(sum -> {
      try {
        compare(AtlasSum.read(sum), AtlasSum.of(scripts), problems);
      } catch (IOException e) {
        problems.accept(Problem.ofFile(
            Problem.Code.UNREADABLE_FILE,
            sum.path(),
            sum.path() + " or a script beside it cannot be read: " + Reason.of(e),
            "look at its owner and mode"));
      }
    });
    return Format.super.scripts(files, problems);
  }

  /** The first difference only, as every hash below it differs too. */
  private static void compare(
      Map<String, String> said, Map<String, String> found, Consumer<Problem> problems) {
    for (Map.Entry<String, String> script : found.entrySet()) {
      if (!script.getValue().equals(said.get(script.getKey()))) {
        problems.accept(mismatch(
            script.getKey(),
            said.containsKey(script.getKey())
                ? " or a script before it was modified, added or removed after atlas.sum was written"
                : " is not in atlas.sum"));
        return;
      }
    }
    said.keySet().stream()
        .filter(name -> !found.containsKey(name))
        .findFirst()
        .ifPresent(name -> problems.accept(mismatch(name, " is in atlas.sum, and is not here")));
  }

  private static Problem mismatch(String script, String fact) {
    return Problem.ofFile(
        Problem.Code.INVALID_SCRIPT,
        script,
        script + fact,
        "restore the directory, or write atlas.sum again with atlas migrate hash");
  }

  @Override
  public Cut cut(String path, String text) {
    Map<String, String> directives = directives(text);
    List<Problem> problems = new ArrayList<>();
    String delimiter = directives.get("delimiter");
    if (delimiter != null && !BLANK.matcher(delimiter).matches()) {
      problems.add(problem(
          path,
          text,
          "delimiter",
          "-- atlas:delimiter " + delimiter + " is no SQL",
          "end each statement with ; instead"));
    }
    if (directives.containsKey("txtar")) {
      problems.add(problem(
          path,
          text,
          "txtar",
          "-- atlas:txtar makes an archive of checks and statements of this file, which Codex cannot run",
          "keep the statements alone in the file"));
    }
    return new Cut(text, null, "none".equals(directives.get("txmode")), problems);
  }

  private static Problem problem(
      String path, String text, String directive, String fact, String advice) {
    int at = text.indexOf("atlas:" + directive);
    int line =
        1 + (int) text.substring(0, at).chars().filter(next -> next == '\n').count();
    return Problem.at(path, line, 1, fact, advice);
  }

  /** Those of the comment at the top, below which an empty line stands; one in the first line needs none. */
  private static Map<String, String> directives(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> lines =
        text.lines().limit(MOST_LINES).takeWhile(AtlasFormat::isComment).toList();
    boolean divided = text.lines().skip(lines.size()).findFirst().orElse("").isBlank();
    for (String line : divided ? lines : lines.stream().limit(1).toList()) {
      Matcher directive = DIRECTIVE.matcher(line);
      if (directive.find()) {
        found.put(
            directive.group(1),
            directive.group(2) == null ? "" : directive.group(2).strip());
      }
    }
    if (!divided) {
      found.keySet().retainAll(ALONE);
    }
    return found;
  }

  private static boolean isComment(String line) {
    return line.startsWith("--");
  }

  @Override
  public String example(Version version) {
    return version + "_....sql";
  }
}
