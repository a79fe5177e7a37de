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
 * {@code 20240131120000_add_index.sql} with {@code -- migrate:up} and {@code -- migrate:down}, also several of them, as
 * dbmate has them.
 */
final class DbmateFormat implements Format {
  private static final Pattern MARKER = Pattern.compile("--\\s*migrate:(up|down)(\\s*$|\\s+\\S.*)");
  private static final Pattern OUTSIDE = Pattern.compile("(?:.*\\s)?transaction:false(?:\\s.*)?");
  /** Its versions are texts of any length; numbers of this length are more than it has room for. */
  private static final BigInteger HIGHEST = BigInteger.TEN.pow(255);

  @Override
  public ScriptFormat id() {
    return ScriptFormat.DBMATE;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped("write -- migrate:up transaction:false");
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
  public Cut cut(String path, String text) {
    Markers markers = Markers.in(path, text, MARKER);
    check(markers);
    StringBuilder up = new StringBuilder();
    StringBuilder down = new StringBuilder();
    boolean outside = false;
    for (int i = 0; i < markers.found().size(); i++) {
      Marker marker = markers.found().get(i);
      int from = i == 0 && marker.name().equals("up") ? 0 : marker.offset();
      if (marker.name().equals("up")) {
        up.append(text, from, markers.sectionEnd(i));
        outside |= OUTSIDE.matcher(marker.value()).matches();
      } else {
        down.append(text, Math.min(marker.end() + 1, text.length()), markers.sectionEnd(i));
        boolean last = i == markers.found().size() - 1;
        up.append(last ? "" : Markers.blank(text, from, markers.sectionEnd(i)));
      }
    }
    return new Cut(
        up.toString(), down.isEmpty() ? null : down.toString(), outside, markers.problems());
  }

  private static void check(Markers markers) {
    List<Marker> found = markers.found();
    if (found.stream().noneMatch(marker -> marker.name().equals("up"))) {
      markers.refuseFile(
          " has no -- migrate:up, and dbmate runs only what stands below it", "add it at the top");
    } else if (!found.get(0).name().equals("up")) {
      markers.refuse(
          found.get(0), "-- migrate:down stands above -- migrate:up", "put the up part first");
    } else if (markers.isStatementBefore()) {
      markers.refuse(
          found.get(0),
          "a statement stands above -- migrate:up",
          "move the marker above the statement");
    }
  }

  @Override
  public String downMark() {
    return "migrate:down";
  }

  @Override
  public String example(Version version) {
    return version + "_....sql";
  }
}
