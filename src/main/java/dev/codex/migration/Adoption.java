package dev.codex.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be written into a history so that it says what another tool's history says. Nothing may be written while
 * there are {@link #problems()}.
 */
public final class Adoption {
  private final MigrationSet set;
  private final History history;
  private final ForeignChecksums checksums;
  private final ForeignProblems problemOf;
  private final PlanRules rules;
  private final Map<Object, Migration> scripts = new LinkedHashMap<>();
  private final Map<Object, Adopted> adopted = new LinkedHashMap<>();
  private final Set<Object> recorded = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Adoption(
      String tool, MigrationSet set, History history, ForeignChecksums checksums, PlanRules rules) {
    this.set = set;
    this.history = history;
    this.checksums = checksums;
    this.problemOf = new ForeignProblems(tool);
    this.rules = rules;
    set.migrations().forEach(migration -> scripts.put(identity(migration), migration));
  }

  /**
   * Compares.
   *
   * @param tool what the other tool is called
   * @param rows what it says, in the order in which it was applied
   * @param revisions which versions the rows stand for, if they do not say it themselves
   * @param rules with {@code ignoreMissing}, what has no script here is recorded all the same
   */
  public static Adoption of(
      String tool,
      MigrationSet set,
      History history,
      List<ForeignMigration> rows,
      ForeignChecksums checksums,
      @Nullable Revisions revisions,
      PlanRules rules) {
    Adoption adoption = new Adoption(tool, set, history, checksums, rules);
    adoption.problems.addAll(set.problems());
    List<ForeignMigration> named =
        revisions == null ? ForeignNames.of(set, rows) : revisions.newest(rows, adoption.problems);
    standing(named).forEach(adoption::take);
    adoption.problems.addAll(adoption.after().verdicts());
    return adoption;
  }

  /** The last word on each migration, at the place where it was applied; what was taken back is gone. */
  private static List<ForeignMigration> standing(List<ForeignMigration> rows) {
    Map<Object, ForeignMigration> latest = new LinkedHashMap<>();
    for (ForeignMigration row : rows) {
      latest.remove(row.identity());
      if (row.state() != ForeignMigration.State.UNDONE) {
        latest.put(row.identity(), row);
      }
    }
    return List.copyOf(latest.values());
  }

  private void take(ForeignMigration row) {
    if (row.state() == ForeignMigration.State.FAILED) {
      problems.add(problemOf.failed(row));
      return;
    }
    if (row.coversBelow() || isBaseline(row)) {
      takeBelow(row, Objects.requireNonNull(row.version()));
    }
    if (row.state() != ForeignMigration.State.BASELINE && !isBaseline(row)) {
      takeOne(row);
    }
  }

  /** A script that stands for all below it was applied in their place. */
  private boolean isBaseline(ForeignMigration row) {
    return set.baselines().stream()
        .anyMatch(baseline -> Objects.equals(baseline.version(), row.version()));
  }

  private void takeBelow(ForeignMigration row, Version top) {
    notes.add(
        row.state() == ForeignMigration.State.NEWEST
            ? "only the newest version is known, " + top
                + ": every script up to it counts as applied"
            : "baseline " + top + ": every script up to it counts as applied");
    for (Migration migration : set.upTo(top)) {
      if (isMeant(migration, row, top) && !adopted.containsKey(identity(migration))) {
        record(identity(migration), new Adopted(migration, row));
      }
    }
  }

  /** The newest script of all has a row of its own. */
  private static boolean isMeant(Migration migration, ForeignMigration row, Version top) {
    return !Objects.equals(top, migration.version())
        || row.state() == ForeignMigration.State.BASELINE;
  }

  private void takeOne(ForeignMigration row) {
    Migration migration = scripts.get(row.identity());
    if (isRecorded(row.identity())) {
      recorded.add(row.identity());
    } else if (migration == null) {
      takeMissing(row);
    } else if (!checksums.differ(migration, row)) {
      adopted.put(row.identity(), new Adopted(migration, row));
    } else if (migration.version() == null) {
      notes.add(
          migration.script().name()
              + " differs from what was applied (as it does when it holds placeholders), and stays pending");
    } else {
      problems.add(problemOf.modified(migration, row, checksums));
    }
  }

  private void takeMissing(ForeignMigration row) {
    if (rules.ignoreMissing()) {
      adopted.put(row.identity(), new Adopted(null, row));
    } else {
      problems.add(problemOf.missing(row));
    }
  }

  private void record(Object identity, Adopted row) {
    if (isRecorded(identity)) {
      recorded.add(identity);
    } else {
      adopted.put(identity, row);
    }
  }

  private boolean isRecorded(Object identity) {
    return identity instanceof Version version
        ? history.covers(version)
        : !history.applications((String) identity).isEmpty();
  }

  private static Object identity(Migration migration) {
    return Optional.<Object>ofNullable(migration.version()).orElse(migration.description());
  }

  /** What is to be written, in this order. */
  public List<Adopted> adopted() {
    return List.copyOf(adopted.values());
  }

  /** How many of the tool's migrations the history has already. */
  public int alreadyRecorded() {
    return recorded.size();
  }

  /** Why it must not be written. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** What a person should know, one sentence each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** The plan that holds once it is written. */
  public Plan after() {
    int rank = history.highestRank();
    List<AppliedMigration> rows = new ArrayList<>(history.rows());
    for (Adopted row : adopted.values()) {
      rank++;
      rows.add(row.at(rank));
    }
    return Plan.of(set, History.of(rows), rules);
  }
}
