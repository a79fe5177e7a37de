package dev.codex.migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The migrations of this build, in the order in which they are applied. */
public final class MigrationSet {
  private final List<Migration> migrations;
  private final List<Problem> problems;
  private final Set<Version> versions = new HashSet<>();

  private MigrationSet(List<Migration> migrations, List<Problem> problems) {
    this.migrations = migrations;
    this.problems = problems;
    for (Migration migration : migrations) {
      if (migration.version() != null) {
        versions.add(migration.version());
      }
    }
  }

  /**
   * Puts migrations in order and finds those that share a version or a repeatable name.
   *
   * @param found the migrations, in any order
   * @param problems what was wrong with the files that could not be read as one
   */
  public static MigrationSet of(List<Migration> found, List<Problem> problems) {
    List<Migration> sorted = new ArrayList<>(found);
    sorted.sort(Migration.ORDER);
    List<Problem> all = new ArrayList<>(problems);
    Map<Object, List<Migration>> byIdentity = new LinkedHashMap<>();
    for (Migration migration : sorted) {
      Object identity = migration.version() == null ? migration.description() : migration.version();
      byIdentity.computeIfAbsent(identity, first -> new ArrayList<>()).add(migration);
    }
    byIdentity.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(same -> all.add(Problem.duplicate(same)));
    return new MigrationSet(List.copyOf(sorted), List.copyOf(all));
  }

  public List<Migration> migrations() {
    return migrations;
  }

  /** What is wrong with the files themselves, whatever a database holds. */
  public List<Problem> problems() {
    return problems;
  }

  /** Whether there is a script with this version. */
  public boolean contains(Version version) {
    return versions.contains(version);
  }

  /** The highest version of the set. */
  public Optional<Version> highestVersion() {
    return versions.stream().max(Comparator.naturalOrder());
  }

  /**
   * A fingerprint of what the set holds. The database computes the same one of what it has applied, so that "nothing to
   * do" is told by one short answer.
   */
  public String digest() {
    byte[][] lines = migrations.stream()
        .map(migration -> migration.checksum().value()
            + " "
            + (migration.version() == null ? "R " + migration.description() : migration.version()))
        .map(line -> line.getBytes(StandardCharsets.UTF_8))
        .sorted(Arrays::compareUnsigned)
        .toArray(byte[][]::new);
    StringBuilder text = new StringBuilder();
    for (byte[] line : lines) {
      text.append(text.isEmpty() ? "" : "\n").append(new String(line, StandardCharsets.UTF_8));
    }
    return Checksum.of(text.toString()).value();
  }
}
