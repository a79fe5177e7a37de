package dev.codex.script;

import dev.codex.migration.SetSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * What a file says that vouches for scripts: the summary of their set, and every file that it was made of.
 *
 * @param madeBy the version of Codex that has made it
 * @param settings the fingerprint of what the scripts were read with
 * @param locations the files of each location, in the order of their paths
 */
record ScriptIndex(String madeBy, String settings, SetSummary set, List<List<Entry>> locations) {
  /** Beside the scripts, and hidden, so that nobody takes it for one. */
  static final String NAME = ".codex-index";

  private static final String FIRST = "codex-index 1";
  private static final String MADE_BY = "made by ";
  private static final String SETTINGS = "settings ";
  private static final String SET = "set ";
  private static final String HIGHEST = "highest ";
  private static final String LOCATION = "location";
  private static final String END = "end ";
  private static final int END_LENGTH = END.length() + 9;
  private static final int UNKNOWN = -1;

  /**
   * One file; what is not known of it is -1.
   *
   * @param path where it is below its location
   * @param size in bytes
   * @param seconds when it was written, in whole seconds, as the layers of an image keep no more
   * @param crc its CRC-32
   */
  record Entry(String path, long size, long seconds, long crc) {
    static Entry of(FoundFile file, long crc) {
      FileTime modified = file.stamp().modified();
      long seconds = modified == null ? UNKNOWN : modified.to(TimeUnit.SECONDS);
      return new Entry(file.path(), file.stamp().size(), seconds, crc);
    }

    /** As far as it is known without opening it. */
    static Entry of(FoundFile file) {
      return of(file, file.stamp().crc());
    }

    /** Its text alone, whenever it was written. */
    Entry timeless() {
      return new Entry(path, size, UNKNOWN, crc);
    }

    private Optional<String> difference(Entry here) {
      int order = path.compareTo(here.path);
      if (order != 0) {
        return Optional.of(order < 0 ? path + " is gone" : here.path + " is not in it");
      }
      if (size != here.size || differ(crc, here.crc)) {
        return Optional.of(path + " has another text");
      }
      return differ(seconds, here.seconds)
          ? Optional.of(path + " was written at another time")
          : Optional.empty();
    }

    private static boolean differ(long one, long other) {
      return one != UNKNOWN && other != UNKNOWN && one != other;
    }
  }

  /** The first thing in which files differ from those of a location. */
  static Optional<String> difference(List<Entry> named, List<Entry> here) {
    for (int i = 0; i < Math.min(named.size(), here.size()); i++) {
      Optional<String> difference = named.get(i).difference(here.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    if (named.size() == here.size()) {
      return Optional.empty();
    }
    return Optional.of(
        named.size() < here.size()
            ? here.get(named.size()).path() + " is not in it"
            : named.get(here.size()).path() + " is gone");
  }

  /** The text of the file. */
  String text() {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    text.append(MADE_BY).append(madeBy).append('\n');
    text.append(SETTINGS).append(settings).append('\n');
    text.append(SET).append(set.digest()).append(' ').append(set.migrations()).append('\n');
    if (set.highest() != null) {
      text.append(HIGHEST).append(set.highest()).append('\n');
    }
    for (List<Entry> files : locations) {
      text.append(LOCATION).append('\n');
      for (Entry file : files) {
        text.append(hex(file.crc())).append(' ').append(file.size());
        text.append(' ').append(file.seconds()).append(' ').append(file.path()).append('\n');
      }
    }
    byte[] above = text.toString().getBytes(StandardCharsets.UTF_8);
    return text.append(END).append(sum(above, above.length)).append('\n').toString();
  }

  private static String sum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return hex(crc.getValue());
  }

  private static String hex(long crc) {
    String digits = Long.toHexString(crc);
    return "0".repeat(8 - digits.length()) + digits;
  }

  /**
   * Reads it.
   *
   * @throws UnfitIndexException if it is not whole, or not of this form; its message says what is wrong
   */
  static ScriptIndex parse(byte[] bytes) throws UnfitIndexException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String first = text.substring(0, Math.max(0, text.indexOf('\n')));
    if (!first.equals(FIRST)) {
      throw new UnfitIndexException(
          first.startsWith("codex-index ")
              ? "it has another form than this codex writes"
              : "it is no index");
    }
    int above = bytes.length - END_LENGTH;
    if (above < 0 || !text.endsWith('\n' + END + sum(bytes, above) + '\n')) {
      throw new UnfitIndexException("it is cut short, or was changed by hand");
    }
    try {
      return new Parser(text.split("\n", -1)).index();
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new UnfitIndexException("a line of it cannot be read");
    }
  }

  /** Takes the lines one after the other; one that is not as it should be ends in one of two exceptions. */
  private static final class Parser {
    private final String[] lines;
    private int next = 1;

    private Parser(String[] lines) {
      this.lines = lines;
    }

    private ScriptIndex index() {
      String madeBy = rest(MADE_BY);
      String settings = rest(SETTINGS);
      String[] set = rest(SET).split(" ", -1);
      String highest = lines[next].startsWith(HIGHEST) ? rest(HIGHEST) : null;
      SetSummary summary = new SetSummary(set[0], highest, Integer.parseInt(set[1]));
      return new ScriptIndex(madeBy, settings, summary, locations());
    }

    private List<List<Entry>> locations() {
      List<List<Entry>> locations = new ArrayList<>();
      for (; !lines[next].startsWith(END); next++) {
        if (lines[next].equals(LOCATION)) {
          locations.add(new ArrayList<>());
        } else {
          locations.get(locations.size() - 1).add(entry(lines[next]));
        }
      }
      return locations;
    }

    private static Entry entry(String line) {
      String[] parts = line.split(" ", 4);
      return new Entry(
          parts[3],
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[0], 16));
    }

    private String rest(String word) {
      String line = lines[next++];
      if (!line.startsWith(word)) {
        throw new IndexOutOfBoundsException(line);
      }
      return line.substring(word.length());
    }
  }
}
