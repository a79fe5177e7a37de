package dev.codex.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The difference between the scripts of this build and the history of a database: the one answer that a run, a wait, a
 * status page and a readiness probe all ask for.
 */
public final class Plan {
  private final MigrationSet set;
  private final History history;
  private final PlanRules rules;
  private final Reach reach;
  private final List<Migration> pending = new ArrayList<>();
  private final List<Migration> superseded = new ArrayList<>();
  private final List<Migration> modified = new ArrayList<>();
  private final List<Migration> neverApplied = new ArrayList<>();
  private final List<Migration> contractions = new ArrayList<>();
  private final List<Migration> postponed = new ArrayList<>();
  private final Set<Migration> covered = new LinkedHashSet<>();
  private final List<AppliedMigration> missing = new ArrayList<>();

  private Plan(MigrationSet set, History history, PlanRules rules) {
    this.set = set;
    this.history = history;
    this.rules = rules;
    this.reach = new Reach(set, history);
    placeBaseline();
    set.migrations().forEach(this::place);
    history.versioned().stream().filter(this::isMissing).forEach(missing::add);
  }

  /** The plan under the strict rules. */
  public static Plan of(MigrationSet set, History history) {
    return of(set, history, PlanRules.STRICT);
  }

  public static Plan of(MigrationSet set, History history, PlanRules rules) {
    return new Plan(set, history, rules);
  }

  /** A database without a history gets the highest baseline; later, it must not have been changed. */
  private void placeBaseline() {
    set.baseline().ifPresent(top -> {
      if (history.highestVersion().isEmpty()) {
        pending.add(top);
        neverApplied.add(top);
      } else if (history
          .baseline()
          .filter(row -> row.parsedVersion().equals(Optional.ofNullable(top.version())))
          .filter(row -> !row.sameText(top.checksum()))
          .isPresent()) {
        modified.add(top);
      }
    });
  }

  private void place(Migration migration) {
    Version version = migration.version();
    if (version == null) {
      placeRepeatable(migration);
      return;
    }
    Optional<AppliedMigration> applied = history.find(version);
    if (applied.isEmpty() && (history.covers(version) || isSpared(version))) {
      covered.add(migration);
    } else if (applied.isEmpty() && migration.isContraction()) {
      contractions.add(migration);
      (rules.phase() == Phase.EXPAND ? postponed : pending).add(migration);
    } else if (applied.isEmpty()) {
      pending.add(migration);
      neverApplied.add(migration);
    } else if (!applied.get().sameText(migration.checksum())) {
      modified.add(migration);
    }
  }

  private void placeRepeatable(Migration migration) {
    List<AppliedMigration> applications = history.applications(migration.description());
    boolean everApplied = applications.stream().anyMatch(row -> row.sameText(migration.checksum()));
    boolean isLatest =
        everApplied && applications.get(applications.size() - 1).sameText(migration.checksum());
    if (isLatest) {
      return;
    }
    if (everApplied && isBehind()) {
      superseded.add(migration);
      return;
    }
    pending.add(migration);
    if (!everApplied) {
      neverApplied.add(migration);
    }
  }

  /** Whether the baseline that is about to be applied stands for it. */
  private boolean isSpared(Version version) {
    return history.highestVersion().isEmpty() && set.isBelowBaseline(version);
  }

  private boolean isMissing(AppliedMigration applied) {
    Version version = applied.parsedVersion().orElseThrow();
    return !set.contains(version) && !set.isBelowBaseline(version);
  }

  /** What {@code migrate} would apply, in order. */
  public List<Migration> pending() {
    return List.copyOf(pending);
  }

  /** Contractions that are left to a later run, as this one is of the expand phase. */
  public List<Migration> postponed() {
    return List.copyOf(postponed);
  }

  /** Versioned migrations that are never applied here, since a baseline stands for them. */
  public Set<Migration> covered() {
    return Collections.unmodifiableSet(covered);
  }

  /** Repeatable migrations whose text was applied and has since been replaced by a newer build. */
  public List<Migration> superseded() {
    return List.copyOf(superseded);
  }

  /** Versioned migrations that were applied and have no script here, by version. */
  public List<AppliedMigration> missing() {
    return List.copyOf(missing);
  }

  /** Of the missing ones, those above every version of this build: what it is behind by. */
  public List<AppliedMigration> ahead() {
    return missing.stream().filter(reach::isAbove).toList();
  }

  /** Whether the database has moved on beyond this build. */
  public boolean isBehind() {
    return reach.isBeyond();
  }

  /** Whether there is nothing to apply. */
  public boolean isUpToDate() {
    return pending.isEmpty();
  }

  public MigrationSet set() {
    return set;
  }

  public History history() {
    return history;
  }

  /** Everything that is wrong, whether it stops a run or not. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>(stopping());
    if (pending.isEmpty() || rules.ignoreMissing()) {
      missingBelow().forEach(applied -> problems.add(Problem.missing(applied)));
    }
    return List.copyOf(problems);
  }

  /** What stops {@code migrate} before it has applied anything. */
  public List<Problem> stopping() {
    List<Problem> problems = new ArrayList<>(set.problems());
    problems.addAll(verdicts());
    if (!rules.outOfOrder() && !set.isInOrderOfPlace()) {
      history
          .highestVersion()
          .ifPresent(highest -> pending.stream()
              .filter(migration -> migration.version() != null
                  // a contraction comes later than the expansions of releases after it
                  && !migration.isContraction()
                  && migration.version().compareTo(highest) < 0)
              .forEach(migration -> problems.add(Problem.outOfOrder(migration, highest))));
    }
    if (!pending.isEmpty() && !rules.ignoreMissing()) {
      missingBelow().forEach(applied -> problems.add(Problem.missing(applied)));
    }
    return List.copyOf(problems);
  }

  /** The problems for which the schema is not ready, pending migrations aside. */
  public List<Problem> verdicts() {
    List<Problem> problems = new ArrayList<>();
    modified.forEach(migration -> problems.add(Problem.modified(migration)));
    belowFloor().ifPresent(problems::add);
    return List.copyOf(problems);
  }

  private List<AppliedMigration> missingBelow() {
    return missing.stream().filter(applied -> !reach.isAbove(applied)).toList();
  }

  private Optional<Problem> belowFloor() {
    Version build = rules.build();
    if (build == null) {
      return Optional.empty();
    }
    return history
        .floor()
        .filter(floor -> build.compareTo(floor) < 0)
        .map(floor -> Problem.belowFloor(build, floor));
  }

  private int applied() {
    long spared = covered.stream()
        .filter(migration -> !history.covers(Objects.requireNonNull(migration.version())))
        .count();
    long baseline = neverApplied.stream()
        .filter(migration -> migration.kind() == Kind.BASELINE)
        .count();
    return Math.toIntExact(
        set.migrations().size() - contractions.size() - spared - (neverApplied.size() - baseline));
  }

  /**
   * The verdict: ready when every versioned script of this build is recorded as applied with its checksum, every
   * repeatable one too (or a later text of it), contractions aside, and this build is not below a floor. Nothing else
   * counts.
   */
  public SchemaState state() {
    SchemaState.Status status = SchemaState.Status.READY;
    if (belowFloor().isPresent()) {
      status = SchemaState.Status.BELOW_FLOOR;
    } else if (!modified.isEmpty()) {
      status = SchemaState.Status.MODIFIED;
    } else if (!neverApplied.isEmpty()) {
      status = SchemaState.Status.PENDING;
    }
    String version = reach.top().map(Version::toString).orElse(null);
    return new SchemaState(status, version, applied(), neverApplied.size());
  }
}
