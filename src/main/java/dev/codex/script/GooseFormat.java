package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code 00007_add_index.sql} with {@code -- +goose Up} and {@code -- +goose Down}. Of the marks around statements that
 * goose cannot cut itself the second one ends a statement.
 */
final class GooseFormat implements Format {
  private static final String STATEMENT_END = "statementend";
  private static final String NO_TRANSACTION = "no transaction";
  private static final Pattern MARKER =
      Pattern.compile("\\s*--[\\s-]*\\+goose\\b\\s*([\\w ]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern GO = Pattern.compile("\\d+_[^/]*(?<!_test)\\.go");
  private static final Set<String> KNOWN =
      Set.of("up", "down", "statementbegin", STATEMENT_END, NO_TRANSACTION, "envsub off");
  private static final BigInteger HIGHEST = BigInteger.valueOf(Long.MAX_VALUE);

  @Override
  public ScriptFormat id() {
    return ScriptFormat.GOOSE;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped("write -- +goose NO TRANSACTION at the top");
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return NumberedName.firstMarked(samples, MARKER);
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    return NumberedName.plain(file.path()).flatMap(name -> name.migration(file, HIGHEST, problems));
  }

  @Override
  public Optional<Problem> refusal(FoundFile file) {
    return GO.matcher(file.path()).matches()
        ? Optional.of(Problem.ofFile(
            Problem.Code.INVALID_SCRIPT,
            file.path(),
            file.path() + " is a goose migration in Go, which Codex cannot run",
            "write it as SQL, or take it out of the directory"))
        : Optional.empty();
  }

  @Override
  public Cut cut(String path, String text) {
    Markers markers = Markers.in(path, text, MARKER);
    boolean outside = false;
    Marker up = null;
    Marker down = null;
    for (Marker marker : markers.found()) {
      outside |= marker.name().equals(NO_TRANSACTION);
      if (marker.name().equals("up")) {
        once(markers, up, marker);
        up = marker;
      } else if (marker.name().equals("down")) {
        once(markers, down, marker);
        down = down == null ? marker : down;
      } else if (!KNOWN.contains(marker.name())) {
        refuseUnknown(markers, marker);
      }
    }
    checkOrder(markers, up, down);
    return down == null
        ? new Cut(text, null, outside, markers.problems())
        : new Cut(
            text.substring(0, down.offset()),
            text.substring(Math.min(down.end() + 1, text.length())),
            outside,
            markers.problems());
  }

  @Override
  public String sent(String up) {
    return EndMarks.ended(
        up,
        Markers.lines(up, MARKER).stream()
            .filter(marker -> marker.name().equals(STATEMENT_END))
            .toList());
  }

  private static void once(Markers markers, @Nullable Marker first, Marker marker) {
    if (first != null) {
      markers.refuse(
          marker,
          "a second -- +goose " + (marker.name().equals("up") ? "Up" : "Down")
              + ", after the one in line " + first.line(),
          "put what follows into a script of its own");
    }
  }

  private static void refuseUnknown(Markers markers, Marker marker) {
    String fact = marker.name().equals("envsub on")
        ? "-- +goose ENVSUB ON asks for variables of the environment, which Codex does not put in"
        : "there is no marker +goose " + marker.name();
    markers.refuse(marker, fact, "write what is meant, and remove the line");
  }

  private static void checkOrder(Markers markers, @Nullable Marker up, @Nullable Marker down) {
    if (up == null) {
      markers.refuseFile(
          " has no -- +goose Up, and goose runs only what stands below it", "add it at the top");
    } else if (down != null && down.offset() < up.offset()) {
      markers.refuse(down, "-- +goose Down stands above -- +goose Up", "put the Up part first");
    } else if (markers.isStatementBefore()) {
      markers.refuse(
          up, "a statement stands above -- +goose Up", "move the marker above the statement");
    }
  }

  @Override
  public String downMark() {
    return "+goose down";
  }

  @Override
  public String example(Version version) {
    return version + "_....sql";
  }
}
