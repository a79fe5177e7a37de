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
 *
 * <p>Where scripts are ordered by their whole names, the name is the version. Names are compared letter by letter, equal
 * no number, and stand behind all numbers; the text alone tells which of the two it is, as a history has nothing else.
 */
public final class Version implements Comparable<Version> {
  private static final Pattern SHAPE = Pattern.compile("\\d+(?:[._]\\d+)*");

  private final String text;
  /** None for a name. */
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
   * A name that is a version. One that reads like a number gets a full stop behind it, by which it stays a name.
   *
   * @param name not empty
   */
  public static Version named(String name) {
    return new Version(SHAPE.matcher(name).matches() ? name + "." : name, List.of());
  }

  /** Reads what {@link #toString()} gave: a number if it reads like one, otherwise a name. */
  public static Version read(String text) {
    return parse(text).orElseGet(() -> named(text));
  }

  /**
   * Reads a version that is known to be one, such as a constant.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Version of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a version: " + text));
  }

  private boolean isName() {
    return parts.isEmpty();
  }

  @Override
  public int compareTo(Version other) {
    if (isName() || other.isName()) {
      return isName() && other.isName()
          ? text.compareTo(other.text)
          : Boolean.compare(isName(), other.isName());
    }
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
    return other instanceof Version version
        && parts.equals(version.parts)
        && (!isName() || text.equals(version.text));
  }

  @Override
  public int hashCode() {
    return isName() ? text.hashCode() : parts.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
