package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The places where scripts are looked for, as they are named in the configuration. */
final class Locations {
  private static final String CLASSPATH = "classpath:";
  private static final String FILESYSTEM = "filesystem:";

  private final ScriptFormat wanted;
  private final List<String> contexts;
  private final ClassLoader loader;
  private final MigrationFiles migrations;
  private final Map<Format, String> found = new LinkedHashMap<>();

  private Locations(
      ScriptFormat wanted, Placeholders placeholders, List<String> contexts, ClassLoader loader) {
    this.contexts = contexts;
    this.migrations = new MigrationFiles(placeholders);
    this.wanted = wanted;
    this.loader = loader;
  }

  /** The format that a location shows. Blocks. */
  static ScriptFormat format(String location, ClassLoader loader) throws IOException {
    MigrationFiles ignored = new MigrationFiles(Placeholders.NONE);
    return FormatDetection.of(location, files(location, loader, ignored::problem), ignored::problem)
        .map(Format::id)
        .orElse(ScriptFormat.NATIVE);
  }

  /** Reads every script of all of them, each in the format that it shows. Blocks. */
  static MigrationSet read(List<String> locations, ClassLoader loader) {
    return read(locations, ScriptFormat.AUTO, loader);
  }

  /** Reads every script of all of them. Blocks. */
  static MigrationSet read(List<String> locations, ScriptFormat format, ClassLoader loader) {
    return read(locations, format, Placeholders.NONE, List.of(), loader);
  }

  /** Reads every script of all of them, with what stands for their placeholders. Blocks. */
  static MigrationSet read(
      List<String> locations,
      ScriptFormat format,
      Placeholders placeholders,
      List<String> contexts,
      ClassLoader loader) {
    Locations read = new Locations(format, placeholders, contexts, loader);
    locations.stream().distinct().forEach(read::read);
    return read.migrations.set();
  }

  private void read(String location) {
    try {
      List<FoundFile> files = files(location, loader, migrations::problem);
      migrations.location(files);
      if (files.stream().noneMatch(file -> FlywayNames.isScript(file.name()))) {
        formatOf(location, List.of()).ifPresent(format -> refuseOthers(files, format));
        migrations.problem(noScripts(location, files));
        return;
      }
      formatOf(location, files).ifPresent(format -> read(location, files, format.within(contexts)));
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

  private Optional<Format> formatOf(String location, List<FoundFile> files) {
    if (wanted != ScriptFormat.AUTO) {
      return Optional.of(Formats.of(wanted));
    }
    Optional<Format> format = FormatDetection.of(location, files, migrations::problem);
    if (format.isPresent() && !files.isEmpty()) {
      found.putIfAbsent(format.get(), location);
      Format first = found.keySet().iterator().next();
      if (first != format.get()) {
        migrations.problem(FormatDetection.differ(
            String.valueOf(found.get(first)), first, location, format.get()));
        return Optional.empty();
      }
    }
    return format;
  }

  private void read(String location, List<FoundFile> files, Format format) {
    List<Problem> wrong = new ArrayList<>();
    List<NamedScript> scripts = format.scripts(files, wrong::add);
    wrong.forEach(migrations::problem);
    migrations.add(location, scripts, format);
    refuseOthers(files, format);
    if (scripts.isEmpty() && wrong.isEmpty()) {
      migrations.problem(noneOf(location, files, format));
    } else {
      LeftOut.tell(location, files, scripts, wrong, format);
    }
  }

  private void refuseOthers(List<FoundFile> files, Format format) {
    files.stream().flatMap(file -> format.refusal(file).stream()).forEach(migrations::problem);
  }

  /** A file of this name in a location itself, such as the scripts are not looked for in. */
  static Optional<FoundFile> file(String location, String name, ClassLoader loader)
      throws IOException {
    return location.startsWith(CLASSPATH)
        ? Classpath.file(location.substring(CLASSPATH.length()), name, loader)
        : Directory.file(directory(location), name);
  }

  /** Whether a location is a directory, and not one of the class path. */
  static boolean isDirectory(String location) {
    return !location.startsWith(CLASSPATH);
  }

  /** Every file below a location. Blocks. */
  static List<FoundFile> files(String location, ClassLoader loader, Consumer<Problem> problems)
      throws IOException {
    return location.startsWith(CLASSPATH)
        ? Classpath.files(location.substring(CLASSPATH.length()), loader, problems)
        : Directory.files(directory(location), problems);
  }

  static Path directory(String location) {
    return Path.of(
        location.startsWith(FILESYSTEM) ? location.substring(FILESYSTEM.length()) : location);
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

  private static Problem noneOf(String location, List<FoundFile> files, Format format) {
    String first = files.stream()
        .map(FoundFile::path)
        .filter(FlywayNames::isScript)
        .findFirst()
        .orElse("");
    return Problem.ofFile(
        Problem.Code.NO_SCRIPTS,
        location,
        "none of the .sql files in " + location + " is a script of " + format.id()
            + ", the first being " + first,
        "name the right directory with migrations.locations, or the right format with migrations.format");
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
