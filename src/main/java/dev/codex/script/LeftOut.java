package dev.codex.script;

import dev.codex.migration.Problem;
import dev.codex.migration.Version;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells of {@code .sql} files that are no scripts of their format: the tool leaves them out too, and in silence. */
final class LeftOut {
  private static final Logger LOG = System.getLogger(LeftOut.class.getName());
  private static final int NAMED = 10;

  private LeftOut() {}

  /** Tells of what undoes a version that has no script. */
  static void tellUndo(String path, Version version, Format format) {
    LOG.log(
        Level.WARNING,
        "{0} left out, as {1} would: there is no script with version {2}",
        path,
        format.id(),
        version);
  }

  static void tell(
      String location,
      List<FoundFile> files,
      List<NamedScript> scripts,
      List<Problem> wrong,
      Format format) {
    Set<String> known = new HashSet<>();
    scripts.forEach(script -> known.add(script.file().path()));
    wrong.forEach(problem -> known.add(String.valueOf(problem.script())));
    List<String> others = files.stream()
        .map(FoundFile::path)
        .filter(path -> FlywayNames.isScript(path) && !known.contains(path))
        .toList();
    if (!others.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0} in {1} left out, as {2} would: {3}{4}",
          others.size() == 1 ? "1 file" : others.size() + " files",
          location,
          format.id(),
          String.join(", ", others.subList(0, Math.min(NAMED, others.size()))),
          others.size() > NAMED ? " and more" : "");
    }
  }
}
