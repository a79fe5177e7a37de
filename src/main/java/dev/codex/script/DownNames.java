package dev.codex.script;

import dev.codex.migration.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells scripts that take others back by their names: where a name is all there is, they would be applied as migrations. */
final class DownNames {
  private static final Pattern DOWN =
      Pattern.compile("(.+)[-_.](?:down|rollback|revert|undo)\\.sql");
  private static final Pattern UP = Pattern.compile("(.+)[-_.](?:up|do|deploy)\\.sql");

  private DownNames() {}

  /** Refuses those beside which the script stands that they take back, all of them in one sentence. */
  static void refuse(List<NamedScript> scripts, Consumer<Problem> problems) {
    List<String> paths = scripts.stream()
        .filter(script -> script.name().role() != MigrationName.Role.UNDO)
        .map(script -> script.file().path())
        .toList();
    Set<String> stems = new HashSet<>();
    paths.forEach(path -> stems.add(stem(path)));
    List<String> downs = paths.stream().filter(path -> isDown(path, stems)).toList();
    if (!downs.isEmpty()) {
      problems.accept(
          Problem.ofFile(
              Problem.Code.INVALID_SCRIPT,
              downs.get(0),
              downs.get(0)
                  + " undoes the script beside it by its name, and would be applied as a migration here"
                  + DownParts.others(downs.size() - 1),
              "move down scripts out of the directory, or rename each pair to NAME.up.sql and NAME.down.sql"));
    }
  }

  private static boolean isDown(String path, Set<String> stems) {
    Matcher parts = DOWN.matcher(path.toLowerCase(Locale.ROOT));
    return parts.matches() && stems.contains(parts.group(1));
  }

  private static String stem(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    Matcher parts = UP.matcher(name);
    return parts.matches()
        ? parts.group(1)
        : name.substring(0, name.length() - FlywayNames.SUFFIX.length());
  }
}
