package dev.codex.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the name that somebody meant. */
public final class Nearest {
  private Nearest() {}

  /** The advice for a key that is not known. */
  static String key(String path) {
    return advice(
        path, Stream.concat(ConfigKeys.all().stream().map(ConfigKey::path), ConfigKeys.sections()));
  }

  /** The advice for a variable that is not known. */
  static String variable(String name) {
    return advice(name, ConfigKeys.all().stream().flatMap(key -> key.variables().stream()));
  }

  private static String advice(String name, Stream<String> known) {
    return of(name, known)
        .map(candidate -> "did you mean " + candidate + "?")
        .orElse("docs/configuration.md and codex config check list the known ones");
  }

  /** The one of the known names that is meant, if one is near enough. */
  public static Optional<String> of(String name, Stream<String> known) {
    return known
        .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
            .thenComparing(candidate -> -commonPrefix(name, candidate)));
  }

  /** A name that only left out a level is nearer than any that has to be respelt. */
  private static int distance(String name, String candidate) {
    return isSubsequence(words(name), words(candidate)) ? 1 : editDistance(name, candidate);
  }

  private static List<String> words(String name) {
    return Arrays.asList(name.toLowerCase(Locale.ROOT).split("[._]+"));
  }

  private static boolean isSubsequence(List<String> few, List<String> many) {
    Iterator<String> rest = many.iterator();
    return few.stream().allMatch(word -> {
      while (rest.hasNext()) {
        if (rest.next().equals(word)) {
          return true;
        }
      }
      return false;
    });
  }

  private static int commonPrefix(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }

  /** Levenshtein's, row by row. */
  private static int editDistance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, column -> column);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
