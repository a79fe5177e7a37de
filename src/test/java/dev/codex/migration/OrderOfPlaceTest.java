package dev.codex.migration;

import static dev.codex.migration.Migrations.repeatable;
import static dev.codex.migration.Migrations.row;
import static dev.codex.migration.Migrations.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A changelog: names tell nothing of the order, and a repeatable migration has its place among the others. */
final class OrderOfPlaceTest {
  private final Migration z = named("z");
  private final Migration view = repeatable("view", "create view v as select 1");
  private final Migration a = named("a");
  private final MigrationSet set = MigrationSet.inOrder(List.of(z, view, a), List.of());

  private static Migration named(String name) {
    return new Migration(Version.named(name), "", script("x.sql", name), null);
  }

  private static History history(Migration... applied) {
    List<AppliedMigration> rows = new ArrayList<>();
    for (Migration migration : applied) {
      rows.add(row(rows.size() + 1, migration));
    }
    return History.of(rows);
  }

  @Test
  void places_are_the_order() {
    assertThat(Plan.of(set, History.EMPTY).pending()).containsExactly(z, view, a);
    assertThat(set.highestVersion()).contains(Version.named("a"));
    assertThat(set.upTo(Version.named("a"))).containsExactly(z, a);
    assertThat(set.upTo(Version.named("z"))).containsExactly(z);
    assertThat(set.upTo(Version.named("b"))).isEmpty();
  }

  @Test
  void what_is_pending_between_applied_ones_is_in_its_place_and_stops_nothing() {
    Plan plan = Plan.of(set, history(a));
    assertThat(plan.pending()).containsExactly(z, view);
    assertThat(plan.stopping()).isEmpty();
    assertThat(MigrationStatus.of(plan))
        .extracting(MigrationStatus::state)
        .containsExactly(
            MigrationStatus.State.PENDING,
            MigrationStatus.State.PENDING,
            MigrationStatus.State.APPLIED);
  }

  @Test
  void the_version_is_the_one_that_was_applied_last() {
    assertThat(Plan.of(set, history(a, z)).state().version()).isEqualTo("z");
  }

  @Test
  void what_was_applied_after_all_that_is_here_is_ahead_and_the_rest_is_missing() {
    Migration other = named("m");
    Plan ahead = Plan.of(set, history(z, view, a, other));
    assertThat(ahead.isBehind()).isTrue();
    assertThat(ahead.ahead()).hasSize(1);
    assertThat(ahead.problems()).isEmpty();
    Plan missing = Plan.of(set, history(z, other, view, a));
    assertThat(missing.isBehind()).isFalse();
    assertThat(missing.ahead()).isEmpty();
    assertThat(missing.problems()).extracting(Problem::code).containsExactly(Problem.Code.MISSING);
  }

  @Test
  void others_that_are_added_come_last() {
    Migration java = named("java");
    MigrationSet more = set.with(List.of(java), List.of());
    assertThat(more.migrations()).containsExactly(z, view, a, java);
    assertThat(more.isInOrderOfPlace()).isTrue();
  }
}
