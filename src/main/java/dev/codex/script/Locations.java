package dev.codex.script;

import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The places where scripts are looked for, as they are named in the configuration. */
final class Locations {
  private static final String CLASSPATH = "classpath:";
  private static final String FILESYSTEM = "filesystem:";

  private Locations() {}

  /** Reads every script of all of them. Blocks. */
  static MigrationSet read(List<String> locations, ClassLoader loader) {
    MigrationFiles migrations = new MigrationFiles();
    locations.stream().distinct().forEach(location -> read(location, loader, migrations));
    return migrations.set();
  }

  private static void read(String location, ClassLoader loader, MigrationFiles migrations) {
    try {
      List<FoundFile> files = find(location, loader, migrations);
      migrations.location(files);
      List<FoundFile> scripts =
          files.stream().filter(file -> FlywayNames.isScript(file.name())).toList();
      scripts.forEach(script -> migrations.add(location, script));
      files.stream()
          .filter(FlywayNames::isSidecar)
          .map(FlywayNames::sidecarProblem)
          .forEach(migrations::problem);
      if (scripts.isEmpty()) {
        migrations.problem(noScripts(location, files));
      }
    } catch (NoSuchFileException | InvalidPathException e) {
      migrations.problem(noDirectory(location));
    } catch (IOException e) {
      migrations.problem(Problem.ofFile(
          Problem.Code.NO_SCRIPTS,
          location,
          "the directory " + location + " cannot be read: " + Reason.of(e),
          "look at its owner and mode"));
    }
  }

  private static List<FoundFile> find(
      String location, ClassLoader loader, MigrationFiles migrations) throws IOException {
    if (location.startsWith(CLASSPATH)) {
      return Classpath.files(location.substring(CLASSPATH.length()), loader, migrations::problem);
    }
    String plain =
        location.startsWith(FILESYSTEM) ? location.substring(FILESYSTEM.length()) : location;
    return ScriptFiles.Directory.files(Path.of(plain), migrations::problem);
  }

  private static Problem noDirectory(String location) {
    boolean named = location.startsWith(CLASSPATH);
    String where = named ? "" : " (looked for " + absolute(location) + ")";
    return Problem.ofFile(
        Problem.Code.NO_SCRIPTS,
        location,
        "there is no directory " + location + where,
        "create it, or name another with --location or migrations.locations");
  }

  private static String absolute(String location) {
    try {
      return Path.of(location).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      return "a name that this system cannot have";
    }
  }

  private static Problem noScripts(String location, List<FoundFile> files) {
    String others = files.isEmpty()
        ? "it is empty"
        : "none of its " + files.size() + " files ends with .sql, the first being "
            + files.get(0).path();
    return Problem.ofFile(
        Problem.Code.NO_SCRIPTS,
        location,
        "there are no scripts in " + location + ": " + others,
        "add one, such as V1__create_books.sql, or name another directory with --location or migrations.locations");
  }
}
