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
 * {@code 1706702400000_add-index.sql} with {@code -- Up Migration} and {@code -- Down Migration}, or without: then all of
 * it is the up part, as node-pg-migrate has it.
 */
final class NodePgMigrateFormat implements Format {
  private static final Pattern MARKER =
      Pattern.compile("\\s*--[\\s-]*(up|down)\\s+migration", Pattern.CASE_INSENSITIVE);
  /** The same as a whole line: what people write above a script of another tool mostly goes on. */
  private static final Pattern WHOLE = Pattern.compile(MARKER + "[\\s-]*$", MARKER.flags());

  private static final Pattern SCRIPT = Pattern.compile("\\d+[^/]*\\.[cm]?[jt]s");
  /** Milliseconds, or a time as digits with milliseconds. */
  private static final Pattern TIME = Pattern.compile("\\d{13}|\\d{17}");

  private static final BigInteger HIGHEST = BigInteger.TEN.pow(255);

  @Override
  public ScriptFormat id() {
    return ScriptFormat.NODE_PG_MIGRATE;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped("write -- codex:no-transaction at the top");
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    List<Sample> named =
        samples.stream().filter(NodePgMigrateFormat::hasNoDirection).toList();
    return NumberedName.firstMarked(named, WHOLE)
        .or(() -> named.size() == samples.size()
            ? NumberedName.firstMarked(named, MARKER)
            : Optional.empty());
  }

  /** With a direction, or in a folder, a marker of this tool is a comment in the script of another one. */
  private static boolean hasNoDirection(Sample sample) {
    return NumberedName.of(sample.path())
        .filter(name -> name.direction().isEmpty())
        .isPresent();
  }

  @Override
  public boolean couldBe(List<Sample> samples) {
    return samples.stream()
        .allMatch(sample -> NumberedName.plain(sample.path())
            .filter(name -> TIME.matcher(name.number()).matches())
            .isPresent());
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    return NumberedName.plain(file.path()).flatMap(name -> name.migration(file, HIGHEST, problems));
  }

  @Override
  public Optional<Problem> refusal(FoundFile file) {
    return SCRIPT.matcher(file.path()).matches() && !file.name().endsWith(".d.ts")
        ? Optional.of(Problem.ofFile(
            Problem.Code.INVALID_SCRIPT,
            file.path(),
            file.path() + " is a migration in JavaScript or TypeScript, which Codex cannot run",
            "write it as SQL, or take it out of the directory"))
        : Optional.empty();
  }

  @Override
  public Cut cut(String path, String text) {
    Markers markers = Markers.in(path, text, MARKER);
    int up = first(markers, "up");
    int down = first(markers, "down");
    if (down < 0) {
      return new Cut(text, null, false, markers.problems());
    }
    if (up < 0) {
      markers.refuse(
          markers.found().get(down),
          "there is a -- Down Migration and no -- Up Migration, and node-pg-migrate would run all of the file",
          "write -- Up Migration at the top");
      return new Cut(text, null, false, markers.problems());
    }
    Marker first = markers.found().get(Math.min(up, down));
    Marker second = markers.found().get(Math.max(up, down));
    return up < down
        ? new Cut(
            text.substring(0, second.offset()), after(second, text), false, markers.problems())
        : new Cut(
            Markers.blank(text, 0, second.offset()) + text.substring(second.offset()),
            text.substring(first.end() + 1, second.offset()),
            false,
            markers.problems());
  }

  private static String after(Marker marker, String text) {
    return text.substring(Math.min(marker.end() + 1, text.length()));
  }

  private static int first(Markers markers, String name) {
    for (int i = 0; i < markers.found().size(); i++) {
      if (markers.found().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String downMark() {
    return "down migration";
  }

  @Override
  public String example(Version version) {
    return version + "_....sql";
  }
}
