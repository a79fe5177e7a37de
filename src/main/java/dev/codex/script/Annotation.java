package dev.codex.script;

import java.util.Optional;

/**
 * A line comment that speaks to Codex: {@code -- codex:...}.
 *
 * @param comment the whole comment, without white space at its end
 * @param text what stands after the colon
 * @param offset where the comment starts in the text, in UTF-16 units
 * @param line the line it stands in, from 1
 * @param column the column where it starts, from 1
 * @param inHeader whether nothing but white space and comments stands before it
 */
record Annotation(
    String comment, String text, long offset, int line, int column, boolean inHeader) {
  static final String MARK = "codex";

  /** Reads a comment; empty if it is for people. Upper case and stray blanks are seen too, to be told of. */
  static Optional<Annotation> of(String comment, long offset, Place place, boolean inHeader) {
    String words = comment.substring(2).strip();
    if (!words.regionMatches(true, 0, MARK, 0, MARK.length())) {
      return Optional.empty();
    }
    String rest = words.substring(MARK.length()).stripLeading();
    if (!rest.startsWith(":")) {
      return Optional.empty();
    }
    String text = rest.substring(1).strip();
    return Optional.of(new Annotation(
        comment.stripTrailing(), text, offset, place.line(), place.column(), inHeader));
  }

  /** Whether a text can hold one at all: a quick look that spares most scripts a slow one. */
  static boolean mayOccurIn(String text) {
    for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
      int end = colon;
      while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
        end--;
      }
      if (text.regionMatches(true, end - MARK.length(), MARK, 0, MARK.length())) {
        return true;
      }
    }
    return false;
  }

  String name() {
    return text.split("\\s+", 2)[0];
  }

  /** What follows the name, or empty. */
  String value() {
    String[] parts = text.split("\\s+", 2);
    return parts.length > 1 ? parts[1] : "";
  }
}
