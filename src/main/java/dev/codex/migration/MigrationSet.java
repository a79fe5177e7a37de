package dev.codex.migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The migrations of this build, in the order in which they are applied. */
public final class MigrationSet {
  private final List<Migration> migrations;
  private final List<Migration> baselines;
  private final List<Callback> callbacks;
  private final List<Problem> problems;
  private final boolean inOrderOfPlace;
  private final Set<Version> versions = new HashSet<>();

  private MigrationSet(
      List<Migration> migrations,
      List<Migration> baselines,
      List<Callback> callbacks,
      List<Problem> problems,
      boolean inOrderOfPlace) {
    this.inOrderOfPlace = inOrderOfPlace;
    this.migrations = migrations;
    this.baselines = baselines;
    this.callbacks = callbacks;
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
    return of(sorted, problems, false);
  }

  /**
   * The same for migrations that are applied in the order of a list, as those of a changelog: their versions are names
   * that tell nothing of it, and a repeatable one has its place among the others.
   */
  public static MigrationSet inOrder(List<Migration> found, List<Problem> problems) {
    return of(found, problems, true);
  }

  private static MigrationSet of(
      List<Migration> sorted, List<Problem> problems, boolean inOrderOfPlace) {
    List<Problem> all = new ArrayList<>(problems);
    Map<Object, List<Migration>> byIdentity = new LinkedHashMap<>();
    for (Migration migration : sorted) {
      byIdentity
          .computeIfAbsent(identity(migration), first -> new ArrayList<>())
          .add(migration);
    }
    byIdentity.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(same -> all.add(Problem.duplicate(same)));
    return new MigrationSet(
        sorted.stream().filter(migration -> migration.kind() != Kind.BASELINE).toList(),
        sorted.stream().filter(migration -> migration.kind() == Kind.BASELINE).toList(),
        List.of(),
        List.copyOf(all),
        inOrderOfPlace);
  }

  private static Object identity(Migration migration) {
    if (migration.kind() == Kind.BASELINE) {
      return List.of(migration.kind(), versionOf(migration));
    }
    return migration.version() == null ? migration.description() : migration.version();
  }

  /** The same with more migrations, and what is wrong with some of them. */
  public MigrationSet with(List<Migration> others, List<Problem> wrong) {
    List<Migration> all = new ArrayList<>(migrations);
    all.addAll(baselines);
    others.stream().sorted(Migration.ORDER).forEach(all::add);
    List<Problem> known = new ArrayList<>(problems);
    // they are found again among all of them
    known.removeIf(problem -> problem.code() == Problem.Code.DUPLICATE);
    known.addAll(wrong);
    MigrationSet set = inOrderOfPlace ? inOrder(all, known) : of(all, known);
    return set.withCallbacks(callbacks);
  }

  /** The same with scripts that are run around the migrations, in the order of their names. */
  public MigrationSet withCallbacks(List<Callback> others) {
    return new MigrationSet(migrations, baselines, List.copyOf(others), problems, inOrderOfPlace);
  }

  public List<Migration> migrations() {
    return migrations;
  }

  /** The highest baseline: what a database without a history gets in place of all versions up to it. */
  public Optional<Migration> baseline() {
    return baselines.isEmpty()
        ? Optional.empty()
        : Optional.of(baselines.get(baselines.size() - 1));
  }

  /** Every script that stands for all versions up to its own. */
  public List<Migration> baselines() {
    return baselines;
  }

  public List<Callback> callbacks() {
    return callbacks;
  }

  /** Whether a version needs no script, since there is a baseline that stands for it. */
  public boolean isBelowBaseline(Version version) {
    return baseline().filter(top -> version.compareTo(versionOf(top)) <= 0).isPresent();
  }

  private static Version versionOf(Migration migration) {
    return Objects.requireNonNull(migration.version());
  }

  /** What is wrong with the files themselves, whatever a database holds. */
  public List<Problem> problems() {
    return problems;
  }

  /** Whether there is a script with this version. */
  public boolean contains(Version version) {
    return versions.contains(version);
  }

  /** Whether migrations are applied in the order of their places, and versions only tell them apart. */
  public boolean isInOrderOfPlace() {
    return inOrderOfPlace;
  }

  /** The versioned migrations up to a version, by their order, and it among them. */
  List<Migration> upTo(Version top) {
    List<Migration> below = new ArrayList<>();
    boolean found = !inOrderOfPlace;
    for (Migration migration : migrations) {
      Version version = migration.version();
      if (version != null && (inOrderOfPlace || version.compareTo(top) <= 0)) {
        below.add(migration);
      }
      if (inOrderOfPlace && Objects.equals(top, version)) {
        found = true;
        break;
      }
    }
    return found ? below : List.of();
  }

  /** The highest version of the set: that of the last place where places are the order. */
  public Optional<Version> highestVersion() {
    if (inOrderOfPlace) {
      return migrations.stream()
          .flatMap(migration -> Stream.ofNullable(migration.version()))
          .reduce((first, second) -> second);
    }
    return Stream.concat(versions.stream(), baseline().map(MigrationSet::versionOf).stream())
        .max(Comparator.naturalOrder());
  }

  /** What it takes to find that a database has all of it. */
  public SetSummary summary() {
    return new SetSummary(
        digest(), highestVersion().map(Version::toString).orElse(null), migrations.size());
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
