package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that hold a down part by the marker of some tool, told once for each tool: its files are mostly all alike. */
final class DownParts {
  private final Map<String, Files> found = new LinkedHashMap<>();

  /** The first file, and how many there are. */
  private record Files(String path, DownMarker marker, int count) {
    Files(String path, DownMarker marker) {
      this(path, marker, 1);
    }
  }

  void add(String path, DownMarker marker) {
    found.merge(
        marker.tool(),
        new Files(path, marker),
        (first, other) -> new Files(first.path(), first.marker(), first.count() + 1));
  }

  List<Problem> problems() {
    return found.values().stream().map(DownParts::problem).toList();
  }

  private static Problem problem(Files files) {
    String tool = files.marker().tool();
    return Problem.at(
        files.path(),
        files.marker().line(),
        1,
        "what stands below \"" + files.marker().written() + "\" undoes the migration under " + tool
            + ", and would be applied here" + others(files.count() - 1),
        isFormat(tool)
            ? "set migrations.format: " + tool + ", or remove the down part"
            : "remove the down part, split the file into NAME.up.sql and NAME.down.sql, or run these scripts with "
                + tool);
  }

  /** How many more files there is the same to say of. */
  static String others(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> " (and so in 1 more file)";
      default -> " (and so in " + count + " more files)";
    };
  }

  private static boolean isFormat(String tool) {
    return Arrays.stream(ScriptFormat.values())
        .anyMatch(format -> format.toString().equals(tool));
  }
}
