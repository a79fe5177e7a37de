package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Problem;
import dev.codex.migration.ScriptHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads files once: text, checksum and annotations. Keeps what is small, up to a sum; what is large is only hashed. */
final class ScriptReader {
  private static final int LARGEST_KEPT = 8 << 20;
  private static final long ALL_KEPT = 64 << 20;
  private static final int CHUNK = 1 << 15;
  private static final String DOWN = "codex:down";
  private static final int LONGEST_MARK = 32;

  /** From how many on more than one thread is worth its start. */
  static final int MANY = 256;

  private final AtomicLong kept;
  private final List<Problem> problems = new ArrayList<>();
  private Optional<DownMarker> downMarker = Optional.empty();

  private ScriptReader(AtomicLong kept) {
    this.kept = kept;
  }

  /** A script as it was named, what it holds if it could be read, and what is wrong with it. */
  record Found(
      NamedScript script,
      Optional<Contents> contents,
      Optional<DownMarker> downMarker,
      List<Problem> problems) {}

  /**
   * A file's contents.
   *
   * @param down its down section, or null
   */
  record Contents(FileScript script, Migration.@Nullable Down down) {}

  /** Reads scripts, many of them on every core: the hashes of thousands are most of a start with nothing to do. */
  static List<Found> read(List<NamedScript> scripts, Format format, AtomicLong kept) {
    Stream<NamedScript> each = scripts.size() < MANY ? scripts.stream() : scripts.parallelStream();
    return each.map(script -> {
          ScriptReader reader = new ScriptReader(kept);
          Optional<Contents> contents = reader.read(script, format);
          return new Found(script, contents, reader.downMarker, reader.problems);
        })
        .toList();
  }

  private Optional<Contents> read(NamedScript script, Format format) {
    FoundFile file = script.file();
    try (InputStream input = file.content().open()) {
      byte[] bytes = input.readNBytes(LARGEST_KEPT + 1);
      return Optional.of(
          bytes.length <= LARGEST_KEPT ? whole(script, format, bytes) : hash(script, format));
    } catch (CodexException.ScriptsInvalid e) {
      e.problems().forEach(problems::add);
    } catch (IOException e) {
      problems.add(Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          file.path(),
          file.path() + " cannot be read: " + Reason.of(e),
          "look at its owner and mode"));
    }
    return Optional.empty();
  }

  private Contents whole(NamedScript script, Format format, byte[] bytes) throws IOException {
    FoundFile file = script.file();
    String text = Utf8.decode(file.path(), bytes);
    Cut cut = format.cut(file.path(), text);
    cut.problems().forEach(problems::add);
    Annotations.Read read = Annotations.of(file.path(), cut.up());
    read.problems().forEach(problems::add);
    boolean outside = cut.noTransaction() || script.noTransaction();
    Checksum checksum = format.checksum(read.up());
    long all = kept.addAndGet(bytes.length);
    boolean undo = script.name().role() == MigrationName.Role.UNDO;
    if (format.isNamedLikeOthers() && !undo) {
      DownMarkerSearch search = new DownMarkerSearch();
      search.take(text);
      downMarker = search.first(file.path(), () -> new StringReader(text));
    }
    FileScript found = all <= ALL_KEPT || undo
        ? FileScript.kept(file, checksum, header(read, outside), format, read.up())
        : FileScript.left(file, checksum, header(read, outside), format);
    String down = cut.down();
    return new Contents(
        found.with(cut),
        read.down() != null || down == null
            ? read.down()
            : new Migration.Down(down, file.path(), lineOf(text, down)));
  }

  /** Where a part begins in the text that it was cut from; one that was put together begins somewhere in it. */
  private static int lineOf(String text, String part) {
    int from = Math.max(0, text.indexOf(part));
    return 1
        + (int) text.substring(0, from).chars().filter(next -> next == '\n').count();
  }

  private static ScriptHeader header(Annotations.Read read, boolean outside) {
    ScriptHeader header = read.header();
    return new ScriptHeader(
        header.noTransaction() || outside, header.floor(), header.phase(), header.lockTimeout());
  }

  /** What is applied of a file that was read before, and was too much to be kept. */
  static String again(FoundFile file, Format format) throws IOException {
    try (InputStream input = file.content().open()) {
      String text = Utf8.decode(file.path(), input.readNBytes(LARGEST_KEPT + 1));
      return Annotations.of(file.path(), format.cut(file.path(), text).up()).up();
    }
  }

  private Contents hash(NamedScript script, Format format) throws IOException {
    FoundFile file = script.file();
    try (Utf8Reader reader = new Utf8Reader(file.path(), file.content().open())) {
      char[] chunk = new char[CHUNK];
      int length = reader.read(chunk, 0, CHUNK);
      String head = new String(chunk, 0, Math.max(length, 0));
      Annotations.Read read = Annotations.ofHeader(file.path(), head);
      read.problems().forEach(problems::add);
      boolean outside = script.noTransaction() || format.cut(file.path(), head).noTransaction();
      DownMarkerSearch search = new DownMarkerSearch();
      search.take(head);
      String seen = head;
      while (length >= 0) {
        if (hasDown(seen, format)) {
          problems.add(tooLargeForDown(file));
          break;
        }
        length = reader.read(chunk, 0, CHUNK);
        String end = seen.substring(Math.max(0, seen.length() - LONGEST_MARK));
        String next = new String(chunk, 0, Math.max(length, 0));
        seen = end + next;
        search.take(next);
      }
      if (format.isNamedLikeOthers()) {
        downMarker = search.first(
            file.path(), () -> new Utf8Reader(file.path(), file.content().open()));
      }
      return new Contents(
          FileScript.large(file, reader.checksum(), header(read, outside), format), null);
    }
  }

  private static boolean hasDown(String text, Format format) {
    String mark = format.downMark();
    return text.contains(DOWN)
        || (!mark.isEmpty() && text.toLowerCase(Locale.ROOT).contains(mark));
  }

  private static Problem tooLargeForDown(FoundFile file) {
    return Problem.ofFile(
        Problem.Code.INVALID_SCRIPT,
        file.path(),
        file.path() + " is larger than 8 MB, and a script of that size cannot hold a down section",
        "put the statements that undo it into a file of their own, or remove them");
  }
}
