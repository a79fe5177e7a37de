package dev.codex.script;

import dev.codex.migration.Problem;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the files below a directory, in the order of their names. Links are followed as long as they stay inside it,
 * as those of a Kubernetes ConfigMap do; hidden entries, and that volume's own {@code ..data}, are left out.
 */
final class Directory {
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
          path, " is a link out of its location, to " + target, "put the file itself in its place");
    }
  }

  private void refuse(String path, String fact, String advice) {
    problems.accept(Problem.ofFile(Problem.Code.UNREADABLE_FILE, path, path + fact, advice));
  }
}
