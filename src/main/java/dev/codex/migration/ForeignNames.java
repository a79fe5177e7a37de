package dev.codex.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives rows the names that their scripts have here, where a name begins with a path: the tool may have been started above
 * the location. A repeatable script is told from the scripts alone.
 */
final class ForeignNames {
  private final Set<String> versions;
  private final Set<String> repeatables;

  private ForeignNames(MigrationSet set) {
    versions = set.migrations().stream()
        .flatMap(migration -> Stream.ofNullable(migration.version()))
        .map(Version::toString)
        .collect(Collectors.toSet());
    repeatables = set.migrations().stream()
        .filter(migration -> migration.version() == null)
        .map(Migration::description)
        .collect(Collectors.toSet());
  }

  static List<ForeignMigration> of(MigrationSet set, List<ForeignMigration> rows) {
    return set.isInOrderOfPlace() ? new ForeignNames(set).named(rows) : rows;
  }

  private List<ForeignMigration> named(List<ForeignMigration> rows) {
    Map<String, String> names = new HashMap<>();
    Map<String, Integer> claims = new HashMap<>();
    for (ForeignMigration row : rows) {
      String theirs = String.valueOf(row.version());
      if (names.put(theirs, here(theirs)) == null) {
        claims.merge(here(theirs), 1, Integer::sum);
      }
    }
    List<ForeignMigration> named = new ArrayList<>();
    for (ForeignMigration row : rows) {
      String theirs = String.valueOf(row.version());
      String ours = names.getOrDefault(theirs, theirs);
      // two paths with one end: only the one that is the same is known to be meant
      String sure = claims.getOrDefault(ours, 1) == 1 ? ours : theirs;
      named.add(row.called(sure, repeatables.contains(sure)));
    }
    return named;
  }

  /** The longest end of a path that is a script here, or the path itself. */
  private String here(String theirs) {
    String name = theirs;
    int slash = name.indexOf('/');
    while (slash >= 0 && !versions.contains(name) && !repeatables.contains(name)) {
      name = name.substring(slash + 1);
      slash = name.indexOf('/');
    }
    return versions.contains(name) || repeatables.contains(name) ? name : theirs;
  }
}
