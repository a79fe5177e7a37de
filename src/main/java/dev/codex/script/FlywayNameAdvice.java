package dev.codex.script;

import dev.codex.script.FlywayNames.Wrong;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with a name that is no script's, and what it was probably meant to be. */
final class FlywayNameAdvice {
  private static final Pattern NUMBERED = Pattern.compile("[vV]?(\\d+(?:[._]\\d+)*)[-_. ]*(.*)");

  private FlywayNameAdvice() {}

  /** A name that starts with none of the letters. */
  static Wrong onPrefix(String name) {
    if (name.indexOf(FlywayNames.UNREADABLE) >= 0) {
      return new Wrong("its name cannot be read in this locale", "set LC_ALL=C.UTF-8");
    }
    Optional<Wrong> callback = CallbackNames.wrong(name);
    if (callback.isPresent()) {
      return callback.get();
    }
    if (name.startsWith("r__") || name.matches("[ub]\\d.*")) {
      String meant = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      return new Wrong(
          "the letter in front has to be a capital", "did you mean " + meant + ".sql?");
    }
    return numbered(
        name,
        name.startsWith("v")
            ? "the V in front has to be a capital"
            : "no V, R, U or B stands in front");
  }

  /** A name that starts with V, U or B. */
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
    String letter = name.matches("[UB].*") ? name.substring(0, 1) : "V";
    Matcher other = NUMBERED.matcher(name.substring(letter.equals("V") ? 0 : 1));
    Matcher found = letter.equals("V") ? parts : other;
    if (!found.matches()) {
      return Wrong.of(fact);
    }
    String description =
        found.group(2).isEmpty() ? "" : "__" + found.group(2).replaceAll("[^\\w.]+", "_");
    return new Wrong(fact, "did you mean " + letter + found.group(1) + description + ".sql?");
  }
}
