package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads files once: text, checksum and annotations. Keeps what is small, up to a sum; what is large is only hashed. */
final class ScriptReader {
  private static final int LARGEST_KEPT = 8 << 20;
  private static final long ALL_KEPT = 64 << 20;
  private static final int CHUNK = 1 << 15;
  private static final String DOWN = "codex:down";

  private final Consumer<Problem> problems;
  private long kept;

  ScriptReader(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /**
   * A file's contents.
   *
   * @param down its down section, or null
   */
  record Contents(FileScript script, Migration.@Nullable Down down) {}

  /** Reads a file, or tells of a problem. */
  Optional<Contents> read(FoundFile file) {
    try (InputStream input = file.content().open()) {
      byte[] bytes = input.readNBytes((int) Math.min(LARGEST_KEPT, ALL_KEPT - kept) + 1);
      boolean whole = bytes.length <= LARGEST_KEPT && kept + bytes.length <= ALL_KEPT;
      return Optional.of(whole ? keep(file, bytes) : hash(file));
    } catch (CodexException.ScriptsInvalid e) {
      e.problems().forEach(problems);
    } catch (IOException e) {
      problems.accept(Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          file.path(),
          file.path() + " cannot be read: " + Reason.of(e),
          "look at its owner and mode"));
    }
    return Optional.empty();
  }

  private Contents keep(FoundFile file, byte[] bytes) {
    kept += bytes.length;
    Annotations.Read read = Annotations.of(file.path(), Utf8.decode(file.path(), bytes));
    read.problems().forEach(problems);
    FileScript script = new FileScript(file, Checksum.of(read.up()), read.header(), read.up());
    return new Contents(script, read.down());
  }

  private Contents hash(FoundFile file) throws IOException {
    try (Utf8Reader reader = new Utf8Reader(file.path(), file.content().open())) {
      char[] chunk = new char[CHUNK];
      int length = reader.read(chunk, 0, CHUNK);
      String head = new String(chunk, 0, Math.max(length, 0));
      Annotations.Read read = Annotations.ofHeader(file.path(), head);
      read.problems().forEach(problems);
      String seen = head;
      while (length >= 0) {
        if (seen.contains(DOWN)) {
          problems.accept(tooLargeForDown(file));
          break;
        }
        length = reader.read(chunk, 0, CHUNK);
        String end = seen.substring(Math.max(0, seen.length() - DOWN.length()));
        seen = end + new String(chunk, 0, Math.max(length, 0));
      }
      return new Contents(new FileScript(file, reader.checksum(), read.header(), null), null);
    }
  }

  private static Problem tooLargeForDown(FoundFile file) {
    return Problem.ofFile(
        Problem.Code.INVALID_SCRIPT,
        file.path(),
        file.path() + " is larger than 8 MB, and a script of that size cannot hold a down section",
        "put the statements that undo it into a U file beside it");
  }
}
