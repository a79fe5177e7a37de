package dev.codex.script;

import dev.codex.config.CodexConfig;
import dev.codex.config.ProgramVersion;
import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.SetSummary;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.InvalidPathException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The scripts of a configuration, and the index in the first of its locations. The index counts as long as every file is
 * the one that it names, as far as that can be told without opening it. A database that has all of them is then known by
 * the index alone; nothing is ever applied by it.
 */
final class IndexedScripts {
  private static final Logger LOG = System.getLogger(IndexedScripts.class.getName());
  private static final long LARGEST = 64 << 20;
  private static final String ADVICE = "run codex index again, or remove it";

  private final String location;
  private final ClassLoader loader;
  private final IndexMaker maker;

  IndexedScripts(CodexConfig config, ClassLoader loader) {
    this.location = config.migrations().locations().get(0);
    this.loader = loader;
    this.maker = new IndexMaker(config, loader);
  }

  /** What the index vouches for; empty if there is none that counts. Blocks. */
  Optional<SetSummary> vouched() {
    try {
      Optional<FoundFile> file = file();
      return file.isPresent() ? Optional.of(trusted(file.get())) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      LOG.log(Level.DEBUG, "{0} does not count, and the scripts are read: {1}", path(), why(e));
      return Optional.empty();
    }
  }

  private SetSummary trusted(FoundFile file) throws IOException {
    ScriptIndex index = parse(file);
    List<List<FoundFile>> found = maker.files();
    List<List<ScriptIndex.Entry>> here = new ArrayList<>();
    for (List<FoundFile> files : found) {
      here.add(files.stream().map(ScriptIndex.Entry::of).toList());
    }
    Optional<String> difference = difference(index, here);
    if (difference.isEmpty()) {
      difference = found.stream()
          .flatMap(List::stream)
          .filter(one -> isNewer(one, file))
          .findFirst()
          .map(one -> one.path() + " is newer than it");
    }
    if (difference.isPresent()) {
      throw new UnfitIndexException(difference.get());
    }
    return index.set();
  }

  /** What was written in the second of the index has the time that the index names, and maybe another text. */
  private static boolean isNewer(FoundFile file, FoundFile index) {
    FileTime modified = file.stamp().modified();
    FileTime made = index.stamp().modified();
    return modified != null && (made == null || modified.compareTo(made) > 0);
  }

  private Optional<String> difference(ScriptIndex index, List<List<ScriptIndex.Entry>> here) {
    if (!index.madeBy().equals(ProgramVersion.current())) {
      return Optional.of(
          "codex " + index.madeBy() + " has made it, and this is " + ProgramVersion.current());
    }
    if (!index.settings().equals(maker.settings()) || index.locations().size() != here.size()) {
      return Optional.of("it was made for other locations or settings of migrations");
    }
    for (int i = 0; i < here.size(); i++) {
      Optional<String> difference = ScriptIndex.difference(index.locations().get(i), here.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** Makes the index and writes it. Blocks. */
  WrittenIndex write() {
    if (!Locations.isDirectory(location)) {
      throw new CodexException.ConfigurationInvalid(
          location + " is on the class path, where no index can be written",
          "name the directory with --location before it is packed");
    }
    Instant begun = Instant.now();
    try {
      List<List<FoundFile>> files = maker.files();
      ScriptIndex index = maker.make(files);
      Directory.write(
          Locations.directory(location), ScriptIndex.NAME, index.text(), time(begun, files));
      SetSummary counted = trusted(file().orElseThrow(() -> new UnfitIndexException("it is gone")));
      return new WrittenIndex(
          path(), counted.migrations(), files.stream().mapToInt(List::size).sum());
    } catch (UnfitIndexException e) {
      throw new CodexException.ScriptsInvalid(
          List.of(problem(why(e), "run codex index again once the files are at rest")));
    } catch (IOException | InvalidPathException e) {
      throw unwritten(e);
    }
  }

  /** What is wrong with the scripts says more than that a file could not be read or written. */
  private CodexException unwritten(Exception failure) {
    List<Problem> problems = maker.problems();
    return problems.isEmpty()
        ? new CodexException.ConfigurationInvalid(
            path() + " cannot be written: " + why(failure), "run this as who may write there")
        : new CodexException.ScriptsInvalid(problems);
  }

  /** The moment before the scripts were read: what is written from then on is newer. */
  private static FileTime time(Instant begun, List<List<FoundFile>> files) {
    return files.stream()
        .flatMap(List::stream)
        .flatMap(file -> Stream.ofNullable(file.stamp().modified()))
        .reduce(FileTime.from(begun), (one, other) -> one.compareTo(other) < 0 ? other : one);
  }

  /** Reads everything anew, and tells what an index that is there has wrong. Blocks. */
  List<Problem> problems() {
    try {
      Optional<FoundFile> file = file();
      if (file.isEmpty()) {
        return List.of();
      }
      ScriptIndex index = parse(file.get());
      ScriptIndex made = maker.make(maker.files());
      List<List<ScriptIndex.Entry>> here = made.locations().stream()
          .map(files -> files.stream().map(ScriptIndex.Entry::timeless).toList())
          .toList();
      return difference(index, here)
          .or(() -> made.set().equals(index.set())
              ? Optional.empty()
              : Optional.of("it names another set of migrations than the scripts are"))
          .map(fact -> List.of(problem(fact, ADVICE)))
          .orElse(List.of());
    } catch (CodexException.ScriptsInvalid e) {
      return e.problems();
    } catch (IOException | InvalidPathException e) {
      return List.of(problem(why(e), ADVICE));
    }
  }

  private Problem problem(String why, String advice) {
    return Problem.ofFile(
        Problem.Code.STALE_INDEX,
        path(),
        "the index " + path() + " is not that of the scripts: " + why,
        advice);
  }

  private static String why(Exception e) {
    return e instanceof IOException io && !(e instanceof UnfitIndexException)
        ? Reason.of(io)
        : String.valueOf(e.getMessage());
  }

  private String path() {
    return location + "/" + ScriptIndex.NAME;
  }

  private Optional<FoundFile> file() throws IOException {
    return Locations.file(location, ScriptIndex.NAME, loader);
  }

  private static ScriptIndex parse(FoundFile file) throws IOException {
    if (file.stamp().size() > LARGEST) {
      throw new UnfitIndexException("it is larger than 64 MB");
    }
    try (InputStream input = file.content().open()) {
      return ScriptIndex.parse(input.readAllBytes());
    }
  }
}
