package dev.codex.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code codex info}: a migration that is here, or was applied, or both.
 *
 * @param state where it stands
 * @param version null for a repeatable migration
 * @param script the path of the script here, or, if there is none, at the time of application
 * @param applied its latest row in the history, or null if it was never applied
 */
public record MigrationStatus(
    State state,
    @Nullable String version,
    String description,
    String script,
    @Nullable AppliedMigration applied) {

  /** Where a migration stands. */
  public enum State {
    APPLIED,
    PENDING,
    /** The script differs from what was applied. */
    MODIFIED,
    /** Pending below a version that was applied. */
    OUT_OF_ORDER,
    /** Applied, and no script here. */
    MISSING,
    /** Applied by a newer build than this one. */
    AHEAD,
    /** A repeatable migration of which a newer build has applied another text. */
    SUPERSEDED,
    /** A baseline stands for it. */
    BELOW_BASELINE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Every migration of a plan, by version with the repeatable ones last, or by place. */
  public static List<MigrationStatus> of(Plan plan) {
    Set<Migration> pending = new HashSet<>(plan.pending());
    Set<Migration> superseded = new HashSet<>(plan.superseded());
    List<MigrationStatus> lines = new ArrayList<>();
    plan.set().baseline().ifPresent(top -> baseline(plan, top).ifPresent(lines::add));
    for (Migration migration : plan.set().migrations()) {
      Optional<AppliedMigration> row = latest(plan.history(), migration);
      State state = State.APPLIED;
      if (pending.contains(migration)) {
        state = isOutOfOrder(plan, migration) ? State.OUT_OF_ORDER : State.PENDING;
      } else if (superseded.contains(migration)) {
        state = State.SUPERSEDED;
      } else if (plan.covered().contains(migration)) {
        state = State.BELOW_BASELINE;
      } else if (row.isPresent() && !row.get().sameText(migration.checksum())) {
        state = State.MODIFIED;
      }
      lines.add(new MigrationStatus(
          state,
          migration.version() == null ? null : migration.version().toString(),
          migration.description(),
          migration.script().name(),
          row.orElse(null)));
    }
    Set<AppliedMigration> ahead = new HashSet<>(plan.ahead());
    for (AppliedMigration row : plan.missing()) {
      State state = ahead.contains(row) ? State.AHEAD : State.MISSING;
      lines.add(new MigrationStatus(state, row.version(), row.description(), row.script(), row));
    }
    if (!plan.set().isInOrderOfPlace()) {
      lines.sort(Comparator.comparing(
          line -> Optional.ofNullable(line.version()).map(Version::read).orElse(null),
          Comparator.nullsLast(Comparator.naturalOrder())));
    }
    return List.copyOf(lines);
  }

  /** A baseline that is not needed here is no line. */
  private static Optional<MigrationStatus> baseline(Plan plan, Migration top) {
    Optional<AppliedMigration> row = plan.history()
        .baseline()
        .filter(applied -> applied.parsedVersion().equals(Optional.ofNullable(top.version())));
    if (row.isEmpty() && !plan.pending().contains(top)) {
      return Optional.empty();
    }
    boolean modified = row.filter(applied -> !applied.sameText(top.checksum())).isPresent();
    State applied = modified ? State.MODIFIED : State.APPLIED;
    return Optional.of(new MigrationStatus(
        row.isEmpty() ? State.PENDING : applied,
        String.valueOf(top.version()),
        top.description(),
        top.script().name(),
        row.orElse(null)));
  }

  private static boolean isOutOfOrder(Plan plan, Migration migration) {
    Version version = migration.version();
    return version != null
        && !plan.set().isInOrderOfPlace()
        && plan.history()
            .highestVersion()
            .filter(highest -> version.compareTo(highest) < 0)
            .isPresent();
  }

  private static Optional<AppliedMigration> latest(History history, Migration migration) {
    if (migration.version() != null) {
      return history.find(migration.version());
    }
    List<AppliedMigration> applications = history.applications(migration.description());
    return applications.isEmpty()
        ? Optional.empty()
        : Optional.of(applications.get(applications.size() - 1));
  }
}
