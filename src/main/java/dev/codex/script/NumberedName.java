package dev.codex.script;

import dev.codex.migration.Problem;
import dev.codex.migration.Version;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file name as most tools have it: {@code <number>_<title>.sql}, or with {@code .up.sql} and {@code .down.sql}.
 *
 * @param number its digits
 * @param title what follows, without the suffix
 * @param direction {@code up}, {@code down} or empty
 */
record NumberedName(String number, String title, String direction) {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d+)([_-][^/]*?)?(?:\\.(up|down))?\\.sql", Pattern.CASE_INSENSITIVE);

  /** Reads a name; a file in a folder of the directory has none, as the tools look at the directory only. */
  static Optional<NumberedName> of(String path) {
    Matcher parts = SHAPE.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String title = parts.group(2) == null ? "" : parts.group(2).substring(1);
    String direction =
        parts.group(3) == null ? "" : parts.group(3).toLowerCase(java.util.Locale.ROOT);
    return Optional.of(new NumberedName(parts.group(1), title, direction));
  }

  /** A name as tools read it that know no directions: {@code .up} is a part of the title then. */
  static Optional<NumberedName> plain(String path) {
    return of(path)
        .map(name -> name.direction.isEmpty()
            ? name
            : new NumberedName(name.number, name.title + "." + name.direction, ""));
  }

  /** What it says, or empty and a problem if the tool could not keep the number. */
  Optional<MigrationName> migration(
      FoundFile file, BigInteger highest, Consumer<Problem> problems) {
    Version version = Version.of(number);
    if (new BigInteger(number).compareTo(highest) > 0) {
      problems.accept(Problem.ofFile(
          Problem.Code.UNREADABLE_NAME,
          file.path(),
          file.path() + " has a version above " + highest,
          "give it a smaller number"));
      return Optional.empty();
    }
    MigrationName.Role role =
        direction.equals("down") ? MigrationName.Role.UNDO : MigrationName.Role.VERSIONED;
    return Optional.of(new MigrationName(role, version, title.replace('_', ' ')));
  }

  /** The first script of such a name of which a line begins with a marker of a tool. */
  static Optional<Sample> firstMarked(List<Sample> samples, Pattern marker) {
    return samples.stream()
        .filter(sample -> of(sample.path()).isPresent())
        .filter(sample ->
            sample.head().lines().anyMatch(line -> marker.matcher(line).lookingAt()))
        .findFirst();
  }

  /** Whether no two scripts have one number. */
  static boolean areUnique(List<Sample> samples) {
    Set<String> seen = new HashSet<>();
    return samples.stream()
        .flatMap(sample -> of(sample.path()).stream())
        .allMatch(name -> seen.add(new BigInteger(name.number()) + " " + name.isDown()));
  }

  boolean isDown() {
    return direction.equals("down");
  }
}
