package dev.codex.script;

import dev.codex.migration.Callback;
import dev.codex.migration.Kind;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Puts migrations together from the files that belong to them: the script, and what undoes it. */
final class MigrationFiles {
  private final Placeholders placeholders;
  private final List<Problem> problems = new ArrayList<>();
  private final AtomicLong kept = new AtomicLong();
  private final Includes includes = new Includes(problems::add);
  private final List<Migration> migrations = new ArrayList<>();
  private final List<Callback> callbacks = new ArrayList<>();
  private final Set<String> pathsBefore = new HashSet<>();
  private final Set<String> paths = new HashSet<>();
  private final DownParts downParts = new DownParts();
  private final Map<Version, Undo> undos = new TreeMap<>();
  private boolean inOrderOfPlace;

  /** The contents of a U file. */
  private record Undo(String path, Migration.Down down, Format format) {}

  MigrationFiles(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  void problem(Problem problem) {
    problems.add(problem);
  }

  /** From here on, scripts are those of a location with these files. */
  void location(List<FoundFile> files) {
    includes.location(files);
    pathsBefore.addAll(paths);
  }

  /** Takes the scripts of a location; in a second location, one of the same path is told apart. */
  void add(String location, List<NamedScript> found, Format format) {
    inOrderOfPlace |= !found.isEmpty() && format.isInOrderOfPlace();
    List<NamedScript> scripts = found.stream()
        .map(script -> pathsBefore.contains(script.file().path()) ? script.below(location) : script)
        .toList();
    found.forEach(script -> paths.add(script.file().path()));
    ScriptReader.read(scripts, format, kept).forEach(read -> add(read, format));
  }

  private void add(ScriptReader.Found read, Format format) {
    NamedScript script = read.script();
    problems.addAll(read.problems());
    read.downMarker().ifPresent(marker -> downParts.add(script.file().path(), marker));
    read.contents()
        .ifPresent(contents -> add(
            script.name(),
            contents,
            format,
            script.verbatim() ? Placeholders.NONE : placeholders.in(script.file(), format)));
  }

  private void add(
      MigrationName name, ScriptReader.Contents contents, Format format, Placeholders values) {
    if (name.role() == MigrationName.Role.UNDO) {
      addUndo(Objects.requireNonNull(name.version()), contents, format);
      return;
    }
    boolean counted = name.role() == MigrationName.Role.REPEATABLE;
    Script script = includes.of(contents.script().with(values, counted));
    if (name.event() != null) {
      callbacks.add(Callback.of(name.event(), name.description(), script));
    } else if (name.role() == MigrationName.Role.BASELINE) {
      migrations.add(new Migration(
          Kind.BASELINE, name.version(), name.description(), script, contents.down()));
    } else {
      migrations.add(new Migration(name.version(), name.description(), script, contents.down()));
    }
  }

  private void addUndo(Version version, ScriptReader.Contents contents, Format format) {
    String path = contents.script().path();
    if (contents.script().text().isEmpty()) {
      refuse(
          path,
          path + " is larger than 8 MB, and a down script is kept in the database",
          "make it shorter");
    } else if (contents.down() != null) {
      refuse(
          path,
          path + " undoes a migration, and has a down section of its own",
          "remove the section");
    } else {
      String text = contents.script().text().get();
      Undo other =
          undos.putIfAbsent(version, new Undo(path, new Migration.Down(text, path, 1), format));
      if (other != null) {
        refuse(
            path,
            other.path() + " and " + path + " both undo version " + version,
            "remove one of them");
      }
    }
  }

  /** All migrations, each with its down script. */
  MigrationSet set() {
    List<Migration> whole = migrations.stream().map(this::withUndo).toList();
    undos.forEach(this::refuseLone);
    problems.addAll(downParts.problems());
    problems.removeIf(problem -> problem.code() == Problem.Code.UNREADABLE_NAME
        && problem.script() != null
        && includes.isIncluded(problem.script()));
    callbacks.sort(
        Comparator.comparing(callback -> callback.migration().script().path()));
    MigrationSet set =
        inOrderOfPlace ? MigrationSet.inOrder(whole, problems) : MigrationSet.of(whole, problems);
    return set.withCallbacks(callbacks);
  }

  private void refuseLone(Version version, Undo undo) {
    if (undo.format().leavesOutLoneUndos()) {
      LeftOut.tellUndo(undo.path(), version, undo.format());
      return;
    }
    refuse(
        undo.path(),
        undo.path() + " undoes version " + version + ", and there is no script with that version",
        "add " + undo.format().example(version) + ", or remove it");
  }

  private Migration withUndo(Migration migration) {
    Undo undo = migration.kind() == Kind.VERSIONED
        ? undos.remove(Objects.requireNonNull(migration.version()))
        : null;
    if (undo == null) {
      return migration;
    }
    if (migration.down() != null) {
      String path = migration.script().path();
      refuse(
          path,
          path + " has a down section, and " + undo.path() + " undoes it too",
          "keep one of the two");
    }
    return migration.withDown(undo.down());
  }

  private void refuse(String path, String fact, String advice) {
    problems.add(Problem.ofFile(Problem.Code.INVALID_SCRIPT, path, fact, advice));
  }
}
