package dev.codex.script;

import dev.codex.script.FlywayNames.Wrong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with a name that is no script's, and what it was probably meant to be. */
final class FlywayNameAdvice {
  private static final Pattern NUMBERED = Pattern.compile("[vV]?(\\d+(?:[._]\\d+)*)[-_. ]*(.*)");
  private static final Pattern CALLBACK =
      Pattern.compile("(?:before|after)(?:Each)?[A-Z]\\w*|createSchema(?:__.*)?");

  private FlywayNameAdvice() {}

  /** A name that starts with none of the letters. */
  static Wrong onPrefix(String name) {
    if (name.indexOf(FlywayNames.UNREADABLE) >= 0) {
      return new Wrong("its name cannot be read in this locale", "set LC_ALL=C.UTF-8");
    }
    if (CALLBACK.matcher(name).matches()) {
      return new Wrong(
          "this is a Flyway callback, and Codex does not run callbacks yet",
          "take it out of the directory, or put its statements into a migration");
    }
    if (name.startsWith("B") && name.length() > 1 && Character.isDigit(name.charAt(1))) {
      return new Wrong(
          "this is a Flyway baseline migration, and Codex does not run those yet",
          "take it out of the directory, or name it V" + name.substring(1)
              + ".sql if it is to be applied");
    }
    if (name.startsWith("r__") || name.startsWith("u")) {
      String meant = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      return new Wrong(
          "the letter in front has to be a capital", "did you mean " + meant + ".sql?");
    }
    return numbered(
        name,
        name.startsWith("v")
            ? "the V in front has to be a capital"
            : "no V, R or U stands in front");
  }

  /** A name that starts with V or U. */
  static Wrong onVersion(String name, String number, boolean separated) {
    if (separated && number.isEmpty()) {
      return Wrong.of("there is no version between " + name.charAt(0) + " and the two underscores");
    }
    if (!separated && name.length() > 1 && Character.isDigit(name.charAt(1))) {
      return numbered(
          name, "two underscores have to stand between the version and the description");
    }
    return Wrong.of(
        "\"" + number + "\" is no version: numbers with dots or underscores between them");
  }

  /** A name that starts with R. */
  static Wrong onRepeatable(String name) {
    if (name.matches("R\\d.*__.+")) {
      return new Wrong(
          "a repeatable script has no version",
          "name it R" + name.substring(name.indexOf("__")) + ".sql, or V" + name.substring(1)
              + ".sql if it is to be applied once");
    }
    if (name.matches("R_?[^_].*")) {
      return new Wrong(
          "two underscores have to stand between the R and the name",
          "did you mean R__" + name.substring(name.startsWith("R_") ? 2 : 1) + ".sql?");
    }
    return Wrong.of("a repeatable script needs a name after the two underscores");
  }

  private static Wrong numbered(String name, String fact) {
    Matcher parts = NUMBERED.matcher(name);
    String letter = name.startsWith("U") ? "U" : "V";
    Matcher undo = NUMBERED.matcher(name.substring(letter.equals("U") ? 1 : 0));
    Matcher found = letter.equals("U") ? undo : parts;
    if (!found.matches()) {
      return Wrong.of(fact);
    }
    String description =
        found.group(2).isEmpty() ? "" : "__" + found.group(2).replaceAll("[^\\w.]+", "_");
    return new Wrong(fact, "did you mean " + letter + found.group(1) + description + ".sql?");
  }
}
