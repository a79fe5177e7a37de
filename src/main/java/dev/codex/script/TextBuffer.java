package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;

/**
 * The part of a text that is being looked at: it slides over a reader and grows to the longest single statement, so
 * that a file of any size is read in bounded memory. Offsets count from the start of the current piece.
 */
final class TextBuffer {
  static final int END = -1;

  private static final int INITIAL_SIZE = 1 << 15;
  /** The longest statement, in UTF-16 units; a server takes no more than 1 GB of bytes in one message. */
  private static final int LONGEST_PIECE = 1 << 26;

  private final String path;
  private final Reader reader;
  private final Place place = new Place();
  private char[] characters;
  private long released;
  private int start;
  private int limit;
  private boolean exhausted;

  private TextBuffer(String path, Reader reader, char[] characters, int limit, boolean exhausted) {
    this.path = path;
    this.reader = reader;
    this.characters = characters;
    this.limit = limit;
    this.exhausted = exhausted;
  }

  static TextBuffer over(String path, Reader reader) {
    return new TextBuffer(path, reader, new char[INITIAL_SIZE], 0, false);
  }

  static TextBuffer of(String text) {
    return new TextBuffer("", Reader.nullReader(), text.toCharArray(), text.length(), true);
  }

  /** The character at an offset, or {@link #END} after the last one. */
  int at(int offset) throws IOException {
    int index = start + offset;
    return index < limit ? characters[index] : beyond(offset);
  }

  private int beyond(int offset) throws IOException {
    while (start + offset >= limit) {
      if (exhausted) {
        return END;
      }
      makeRoom();
      int count = reader.read(characters, limit, characters.length - limit);
      if (count < 0) {
        exhausted = true;
      } else {
        refuseNul(limit, limit + count);
        limit += count;
      }
    }
    return characters[start + offset];
  }

  private void makeRoom() {
    if (limit < characters.length) {
      return;
    }
    int length = limit - start;
    if (length >= LONGEST_PIECE) {
      throw invalid(
          blanks(length),
          "this statement is longer than 64 million characters",
          "split it into several statements");
    }
    char[] target = length > characters.length / 2 ? new char[characters.length * 2] : characters;
    System.arraycopy(characters, start, target, 0, length);
    characters = target;
    start = 0;
    limit = length;
  }

  private int blanks(int length) {
    int i = 0;
    while (i < length && Lexer.isSpace(characters[start + i])) {
      i++;
    }
    return i;
  }

  private void refuseNul(int from, int to) {
    for (int i = from; i < to; i++) {
      if (characters[i] == 0) {
        throw invalid(
            i - start,
            "a NUL character, which PostgreSQL cannot take",
            "remove it; is this a text file?");
      }
    }
  }

  /** Leaves the current piece behind; the next one starts at this offset. */
  void release(int length) {
    place.advance(characters, start, start + length);
    start += length;
    released += length;
  }

  /** How much of the text lies before this offset. */
  long distance(int offset) {
    return released + offset;
  }

  String text(int from, int to) {
    return new String(characters, start + from, to - from);
  }

  /** Whether a range is this word, given in lower case; only ASCII letters have a case in keywords. */
  boolean is(String word, int from, int to) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char next = characters[start + from + i];
      if ((next >= 'A' && next <= 'Z' ? next + 32 : next) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the first word of a range, after blanks, starts with this word in lower case. */
  boolean mentions(String word, int from, int to) {
    int i = from;
    while (i < to && Lexer.isSpace(characters[start + i])) {
      i++;
    }
    return i + word.length() <= to && is(word, i, i + word.length());
  }

  /** Whether the two ranges of this length hold the same characters. */
  boolean same(int from, int other, int length) throws IOException {
    if (at(other + length - 1) == END) {
      return false;
    }
    return Arrays.equals(
        characters,
        start + from,
        start + from + length,
        characters,
        start + other,
        start + other + length);
  }

  Place placeOf(int offset) {
    return place.copy().advance(characters, start, start + offset);
  }

  /** The failure of a script that is no list of statements, at the place where the trouble begins. */
  CodexException.ScriptsInvalid invalid(int offset, String fact, String advice) {
    Place where = placeOf(offset);
    return new CodexException.ScriptsInvalid(
        List.of(Problem.at(path, where.line(), where.column(), fact, advice)));
  }
}
