package dev.codex.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which versions the revisions of a tool stand for whose migrations are no scripts. It keeps the newest revision of each of
 * its branches alone: everything up to the highest version counts as applied.
 *
 * @param tool what it is called
 * @param versions by the name of the revision
 */
public record Revisions(String tool, Map<String, Version> versions) {
  public Revisions {
    versions = Map.copyOf(versions);
  }

  /** The same with what a person says, which counts more. */
  public Revisions with(Map<String, Version> said) {
    Map<String, Version> all = new HashMap<>(versions);
    all.putAll(said);
    return new Revisions(tool, all);
  }

  /** The one row that these revisions come to. */
  List<ForeignMigration> newest(List<ForeignMigration> rows, List<Problem> problems) {
    List<ForeignMigration> known = new ArrayList<>();
    for (ForeignMigration row : rows) {
      Version version = versions.get(String.valueOf(row.script()));
      if (version == null) {
        problems.add(unknown(row));
      } else {
        known.add(row.at(version));
      }
    }
    return known.stream()
        .max(Comparator.comparing(
            row -> String.valueOf(row.version()), Comparator.comparing(Version::read)))
        .map(List::of)
        .orElse(List.of());
  }

  private Problem unknown(ForeignMigration row) {
    return new Problem(
        Problem.Code.FOREIGN_HISTORY,
        "the database is at revision " + row.script() + " of " + tool
            + ", and no script here says that it ends there",
        "name the last version that it has with --revision " + row.script() + "=VERSION",
        null,
        null,
        0,
        0);
  }
}
