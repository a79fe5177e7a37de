package dev.codex.script;

import dev.codex.config.CodexConfig;
import dev.codex.config.ScriptFormat;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.SetSummary;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the scripts of this build from where they are kept: directories, and for embedders the class path. A file that
 * is no script is left alone; a script that cannot be used is a problem of the set, never left out in silence.
 */
public final class ScriptFiles {
  private final Vertx vertx;

  private ScriptFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  public static ScriptFiles create(Vertx vertx) {
    return new ScriptFiles(vertx);
  }

  /** The format that a location shows; Codex's own if it shows none. */
  public Future<ScriptFormat> formatOf(String location) {
    return vertx.executeBlocking(
        () -> Locations.format(location, ScriptFiles.class.getClassLoader()), false);
  }

  /** Reads every script of the format that each location shows. */
  public Future<MigrationSet> load(List<String> locations) {
    return load(locations, ScriptFormat.AUTO);
  }

  /** Reads every script of a configuration, with what stands for their placeholders. */
  public Future<MigrationSet> load(CodexConfig config) {
    return load(config, config.migrations().format());
  }

  /** The same in another format than the configuration names. */
  public Future<MigrationSet> load(CodexConfig config, ScriptFormat format) {
    return load(
        config.migrations().locations(),
        format,
        Placeholders.of(config),
        config.migrations().contexts());
  }

  /**
   * Reads every script once, on a worker thread.
   *
   * @param locations directories, each a path or {@code classpath:} and a directory of the class path
   * @param format whose names and markers the scripts have
   * @return the migrations, completed on the caller's context; what is wrong with the files is in
   *     {@link MigrationSet#problems()}, all of it at once
   */
  public Future<MigrationSet> load(List<String> locations, ScriptFormat format) {
    return load(locations, format, Placeholders.NONE, List.of());
  }

  private Future<MigrationSet> load(
      List<String> locations,
      ScriptFormat format,
      Placeholders placeholders,
      List<String> contexts) {
    List<String> copy = List.copyOf(locations);
    ClassLoader loader = loader();
    return vertx.executeBlocking(
        () -> Locations.read(copy, format, placeholders, contexts, loader), false);
  }

  /** Reads every script of a configuration, as {@link #load(CodexConfig)} does. Blocks. */
  public static MigrationSet read(CodexConfig config, ClassLoader loader) {
    return Locations.read(
        config.migrations().locations(),
        config.migrations().format(),
        Placeholders.of(config),
        config.migrations().contexts(),
        loader);
  }

  /**
   * What an index vouches for in place of the scripts, which are not opened; empty if there is none that counts. Never
   * fails for what is wrong with an index, as scripts can be read. Blocks.
   */
  public static Optional<SetSummary> vouched(CodexConfig config, ClassLoader loader) {
    return new IndexedScripts(config, loader).vouched();
  }

  /**
   * Writes the index of a configuration's scripts into the first of its locations.
   *
   * @return where it is and what it vouches for; fails with {@link dev.codex.migration.CodexException} if the scripts are
   *     not such as an index can vouch for
   */
  public Future<WrittenIndex> index(CodexConfig config) {
    IndexedScripts scripts = new IndexedScripts(config, loader());
    return vertx.executeBlocking(scripts::write, false);
  }

  /** Reads everything anew, and tells what an index that is there has wrong. */
  public Future<List<Problem>> indexProblems(CodexConfig config) {
    IndexedScripts scripts = new IndexedScripts(config, loader());
    return vertx.executeBlocking(scripts::problems, false);
  }

  private static ClassLoader loader() {
    return Objects.requireNonNullElseGet(
        Thread.currentThread().getContextClassLoader(), ScriptFiles.class::getClassLoader);
  }

  /**
   * Finds the files below a directory, in the order of their names. Links are followed as long as they stay inside it,
   * as those of a Kubernetes ConfigMap do; hidden entries, and that volume's own {@code ..data}, are left out.
   */
  static final class Directory {
    private final Path root;
    private final Consumer<Problem> problems;
    private final List<FoundFile> files = new ArrayList<>();
    private final Set<Path> visited = new HashSet<>();

    /** Its name is made once: thousands of them are compared with each other. */
    private record Entry(String name, Path path) implements Comparable<Entry> {
      /** Rather than a lambda of {@code Comparator.comparing}, which no start-up cache keeps: 10 ms. */
      @Override
      public int compareTo(Entry other) {
        return name.compareTo(other.name);
      }
    }

    private Directory(Path root, Consumer<Problem> problems) {
      this.root = root;
      this.problems = problems;
    }

    /** Every regular file below a directory that is there. */
    static List<FoundFile> files(Path root, Consumer<Problem> problems) throws IOException {
      if (Files.exists(root) && !Files.isDirectory(root)) {
        throw new NotDirectoryException("it is a file");
      }
      Directory directory = new Directory(root.toRealPath(), problems);
      directory.walk(directory.root, "");
      return directory.files;
    }

    private void walk(Path folder, String prefix) throws IOException {
      if (!visited.add(folder.toRealPath())) {
        return;
      }
      List<Entry> entries = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(entry -> entries.add(new Entry(entry.getFileName().toString(), entry)));
      }
      Collections.sort(entries);
      for (Entry entry : entries) {
        if (!entry.name().startsWith(".")) {
          visit(entry.path(), prefix + entry.name());
        }
      }
    }

    private void visit(Path entry, String path) {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path target = entry;
        if (attributes.isSymbolicLink()) {
          target = entry.toRealPath();
          if (!target.startsWith(root)) {
            refuseOutside(path, target);
            return;
          }
          attributes = Files.readAttributes(target, BasicFileAttributes.class);
        }
        take(entry, target, path, attributes);
      } catch (NoSuchFileException e) {
        refuse(path, " is a link to nothing, or was removed just now", "restore or remove it");
      } catch (IOException e) {
        refuse(path, " cannot be read: " + Reason.of(e), "look at its owner and mode");
      }
    }

    /** The file of this name in a directory, hidden or not, if there is one. */
    static Optional<FoundFile> file(Path root, String name) throws IOException {
      Path file = root.resolve(name);
      if (Files.notExists(file)) {
        return Optional.empty();
      }
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      FileStamp stamp = FileStamp.of(attributes.size(), attributes.lastModifiedTime());
      return Optional.of(new FoundFile(name, stamp, () -> Files.newInputStream(file)));
    }

    /** Writes a file that whoever reads it at the same time sees as a whole, or as it was before. */
    static void write(Path root, String name, String text, FileTime modified) throws IOException {
      Path whole = root.resolve(name);
      Path beside = root.resolve(name + ".new");
      try {
        Files.writeString(beside, text);
        Files.setLastModifiedTime(beside, modified);
        Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    }

    private void take(Path entry, Path target, String path, BasicFileAttributes attributes)
        throws IOException {
      if (attributes.isDirectory()) {
        walk(entry, path + "/");
      } else if (attributes.isRegularFile()) {
        FileStamp stamp = FileStamp.of(attributes.size(), attributes.lastModifiedTime());
        files.add(new FoundFile(path, stamp, () -> Files.newInputStream(target)));
      } else if (FlywayNames.isScript(path)) {
        refuse(path, " is not a regular file", "put a file in its place");
      }
    }

    private void refuseOutside(String path, Path target) {
      if (FlywayNames.isScript(path) || Files.isDirectory(target)) {
        refuse(
            path,
            " is a link out of its location, to " + target,
            "put the file itself in its place");
      }
    }

    private void refuse(String path, String fact, String advice) {
      problems.accept(Problem.ofFile(Problem.Code.UNREADABLE_FILE, path, path + fact, advice));
    }
  }
}
