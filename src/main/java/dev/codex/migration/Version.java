package dev.codex.migration;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The version of a migration: numbers of any size with a dot or an underscore between them. {@code 1}, {@code 1.0} and
 * {@code 01} are the same version, and parts are compared as numbers; the rule is Flyway's, so that its directories
 * keep their order. The text is kept as it was written.
 */
public final class Version implements Comparable<Version> {
  private static final Pattern SHAPE = Pattern.compile("\\d+(?:[._]\\d+)*");

  private final String text;
  private final List<BigInteger> parts;

  private Version(String text, List<BigInteger> parts) {
    this.text = text;
    this.parts = parts;
  }

  /**
   * Reads a version.
   *
   * @param text digits with dots or underscores between them, as {@code 20240131}, {@code 4.12.0} or {@code 2_1}
   * @return the version, or empty if the text is not one
   */
  public static Optional<Version> parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    String dotted = text.replace('_', '.');
    List<BigInteger> parts = new ArrayList<>();
    for (String part : dotted.split("\\.")) {
      parts.add(new BigInteger(part));
    }
    while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
      parts.remove(parts.size() - 1);
    }
    return Optional.of(new Version(dotted, List.copyOf(parts)));
  }

  /**
   * Reads a version that is known to be one, such as a constant.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Version of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a version: " + text));
  }

  @Override
  public int compareTo(Version other) {
    int common = Math.min(parts.size(), other.parts.size());
    for (int i = 0; i < common; i++) {
      int difference = parts.get(i).compareTo(other.parts.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(parts.size(), other.parts.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && parts.equals(version.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
