package dev.codex.migration;

import java.util.List;

/**
 * How a statement with placeholders stands in its script, so that a place in what is sent can be shown to a person.
 *
 * @param text the text in the script
 * @param stretches what was put in, in order
 * @param start where the statement begins in what was made of the whole text
 */
public record Written(String text, List<Stretch> stretches, int start) {
  public Written {
    stretches = List.copyOf(stretches);
  }

  /** A placeholder, and what is sent in its place. */
  public record Stretch(int sentFrom, int sentTo, int writtenFrom, int writtenTo) {}

  /** The same text, for the statement that begins there. */
  public Written from(int offset) {
    return new Written(text, stretches, offset);
  }

  /** Where a character of the statement that was sent stands in the text; a value's is that of its placeholder. */
  public int offset(int sent) {
    int at = start + sent;
    int shift = 0;
    for (Stretch stretch : stretches) {
      if (at < stretch.sentFrom()) {
        break;
      }
      if (at < stretch.sentTo()) {
        return stretch.writtenFrom();
      }
      shift = stretch.writtenTo() - stretch.sentTo();
    }
    return Math.min(at + shift, text.length());
  }
}
