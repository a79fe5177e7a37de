package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tells the format of a directory from its files, and asks where it could be two. */
final class FormatDetection {
  private static final String ADVICE = "say which with migrations.format";

  private FormatDetection() {}

  /** The format, or empty and a problem. What has no sign of any is taken for Codex's own, which names what it wants. */
  static Optional<Format> of(String location, List<FoundFile> files, Consumer<Problem> problems) {
    List<Sample> samples = files.stream()
        .filter(file -> FlywayNames.isScript(file.name()))
        .map(Sample::new)
        .toList();
    if (samples.isEmpty()) {
      return Optional.of(Formats.NATIVE);
    }
    if (samples.size() >= ScriptReader.MANY) {
      // some format asks for all of them, and one core would read while the others wait
      samples.parallelStream().forEach(Sample::read);
    }
    Map<Format, Sample> sure = new LinkedHashMap<>();
    Formats.ALL.forEach(
        format -> evidence(format, samples, files).ifPresent(sample -> sure.put(format, sample)));
    Optional<Format> home = Formats.ALL.stream()
        .filter(format -> format.livesIn(location) && format.takesAtHome(samples))
        .findFirst();
    if (home.isPresent()) {
      // its markers are words that people write above scripts of any tool
      sure.keySet().removeIf(format -> format.id() == ScriptFormat.NODE_PG_MIGRATE);
    }
    if (sure.size() > 1) {
      problems.accept(twoFormats(location, sure));
      return Optional.empty();
    }
    return sure.isEmpty()
        ? home.or(() -> guess(location, samples, problems))
        : Optional.of(sure.keySet().iterator().next());
  }

  private static Optional<Sample> evidence(
      Format format, List<Sample> samples, List<FoundFile> files) {
    return format
        .evidence(samples)
        .or(() -> files.stream().filter(format::isMarkedBy).findFirst().map(Sample::new));
  }

  private static Optional<Format> guess(
      String location, List<Sample> samples, Consumer<Problem> problems) {
    // these tools do not look into folders
    List<Sample> top = samples.stream().filter(Sample::isTop).toList();
    List<Format> possible = top.isEmpty()
        ? List.of()
        : Formats.ALL.stream().filter(format -> format.couldBe(top)).toList();
    if (possible.size() > 1) {
      List<Problem> downParts = downParts(samples);
      if (!downParts.isEmpty()) {
        // whatever the answer was, they would be refused
        downParts.forEach(problems);
        return Optional.empty();
      }
      problems.accept(couldBeTwo(location, top.get(0), possible));
      return Optional.empty();
    }
    boolean sure = possible.size() == 1 && top.size() == samples.size();
    return Optional.of(sure ? possible.get(0) : Formats.NATIVE);
  }

  private static List<Problem> downParts(List<Sample> samples) {
    DownParts found = new DownParts();
    samples.forEach(sample ->
        DownMarkerSearch.inHead(sample).ifPresent(marker -> found.add(sample.path(), marker)));
    return found.problems();
  }

  private static Problem twoFormats(String location, Map<Format, Sample> sure) {
    String found = sure.entrySet().stream()
        .map(entry -> entry.getKey().id() + " (" + entry.getValue().path() + ")")
        .collect(Collectors.joining(" and "));
    return problem(
        location,
        location + " holds scripts of two formats, " + found,
        "keep one format in a directory, or " + ADVICE);
  }

  private static Problem couldBeTwo(String location, Sample first, List<Format> possible) {
    List<String> names = new ArrayList<>();
    possible.forEach(format -> names.add(format.id().toString()));
    String last = names.remove(names.size() - 1);
    String all = String.join(", ", names) + " or " + last;
    return problem(
        location,
        "the scripts in " + location + ", the first being " + first.path() + ", could be " + all,
        ADVICE + ", or name them like V1__create_books.sql for Codex's own format");
  }

  /** Several directories make one order of versions, which two formats do not have. */
  static Problem differ(String one, Format format, String other, Format otherFormat) {
    return problem(
        other,
        one + " looks like " + format.id() + " and " + other + " like " + otherFormat.id(),
        "keep to one format, or " + ADVICE);
  }

  private static Problem problem(String location, String fact, String advice) {
    return Problem.ofFile(Problem.Code.UNCLEAR_FORMAT, location, fact, advice);
  }
}
