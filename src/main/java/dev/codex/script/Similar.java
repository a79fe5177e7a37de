package dev.codex.script;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that somebody meant. */
final class Similar {
  private Similar() {}

  /** The candidate that is nearest to a mistyped name, if any is near. */
  static Optional<String> to(String typed, List<String> candidates) {
    String letters = letters(typed);
    return candidates.stream()
        .filter(candidate ->
            distance(letters, letters(candidate)) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(letters, letters(candidate))));
  }

  private static String letters(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "");
  }

  /** How many letters have to be put in, taken out or replaced; after Levenshtein. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int column = 1; column < row.length; column++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
