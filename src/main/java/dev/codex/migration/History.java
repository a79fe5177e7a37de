package dev.codex.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was applied to a database, in the order of application. */
public final class History {
  public static final History EMPTY = new History(List.of());

  private final List<AppliedMigration> rows;
  private final TreeMap<Version, AppliedMigration> versioned = new TreeMap<>();
  private final TreeMap<Version, AppliedMigration> baselines = new TreeMap<>();
  private final Map<String, List<AppliedMigration>> repeatables = new HashMap<>();

  private History(List<AppliedMigration> rows) {
    this.rows = rows;
    for (AppliedMigration row : rows) {
      row.parsedVersion()
          .ifPresent(version -> (row.isBaseline() ? baselines : versioned).put(version, row));
      if (row.isRepeatable()) {
        repeatables
            .computeIfAbsent(row.description(), first -> new ArrayList<>())
            .add(row);
      }
    }
  }

  /** A history of these rows, in any order. */
  public static History of(List<AppliedMigration> rows) {
    List<AppliedMigration> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingInt(AppliedMigration::rank));
    return new History(Collections.unmodifiableList(sorted));
  }

  /** Every row, by rank. */
  public List<AppliedMigration> rows() {
    return rows;
  }

  /** The rank of the last row, 0 for an empty history. */
  public int highestRank() {
    return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).rank();
  }

  /** The highest version that was applied. */
  public Optional<Version> highestVersion() {
    return Stream.of(versioned, baselines)
        .filter(rowsByVersion -> !rowsByVersion.isEmpty())
        .map(TreeMap::lastKey)
        .max(Comparator.naturalOrder());
  }

  /** The version that was applied last. */
  public Optional<Version> latestVersion() {
    return rows.stream()
        .flatMap(row -> row.parsedVersion().stream())
        .reduce((first, second) -> second);
  }

  /** The baseline that was applied: it stands for every version up to its own. */
  public Optional<AppliedMigration> baseline() {
    return baselines.isEmpty()
        ? Optional.empty()
        : Optional.of(baselines.lastEntry().getValue());
  }

  /** The row of a version. */
  public Optional<AppliedMigration> find(Version version) {
    return Optional.ofNullable(versioned.get(version));
  }

  /** Whether a version was applied, or a baseline stands for it. */
  public boolean covers(Version version) {
    return versioned.containsKey(version) || baselines.ceilingKey(version) != null;
  }

  /** The versioned rows, by version. */
  public List<AppliedMigration> versioned() {
    return List.copyOf(versioned.values());
  }

  /** Every application of a repeatable migration, the first one first. */
  public List<AppliedMigration> applications(String description) {
    return Collections.unmodifiableList(repeatables.getOrDefault(description, List.of()));
  }

  /** The names of all repeatable migrations that were applied. */
  public List<String> repeatables() {
    return repeatables.keySet().stream().sorted().toList();
  }

  /** The highest build that an applied migration declared as the lowest one that may run. */
  public Optional<Version> floor() {
    return rows.stream()
        .flatMap(row -> Optional.ofNullable(row.floor()).flatMap(Version::parse).stream())
        .max(Comparator.naturalOrder());
  }
}
