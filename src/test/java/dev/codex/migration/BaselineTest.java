package dev.codex.migration;

import static dev.codex.migration.Migrations.row;
import static dev.codex.migration.Migrations.set;
import static dev.codex.migration.Migrations.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.MigrationStatus.State;
import dev.codex.migration.SchemaState.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A baseline stands for every version up to its own, where nothing was applied yet. */
class BaselineTest {
  private final Migration one = versioned("1", "create table a ()");
  private final Migration five = versioned("5", "create table b ()");
  private final Migration six = versioned("6", "create table c ()");
  private final Migration base = baseline("5", "create table a (); create table b ()");

  private static Migration baseline(String version, String text) {
    return new Migration(
        Kind.BASELINE,
        Version.of(version),
        "base",
        Migrations.script("B" + version + "__base.sql", text),
        null);
  }

  private static History history(Migration... applied) {
    return History.of(java.util.stream.IntStream.range(0, applied.length)
        .mapToObj(i -> row(i + 1, applied[i]))
        .toList());
  }

  @Test
  void the_highest_one_is_applied_in_place_of_what_is_below_it() {
    Plan plan =
        Plan.of(set(one, five, six, baseline("2", "create table a ()"), base), History.EMPTY);
    assertThat(plan.pending()).containsExactly(base, six);
    assertThat(plan.state()).isEqualTo(new SchemaState(Status.PENDING, null, 0, 2));
    assertThat(MigrationStatus.of(plan))
        .extracting(MigrationStatus::state)
        .containsExactly(State.BELOW_BASELINE, State.PENDING, State.BELOW_BASELINE, State.PENDING);
  }

  @Test
  void once_it_is_applied_the_versions_below_it_count_as_applied() {
    Plan plan = Plan.of(set(one, five, six, base), history(base, six));
    assertThat(plan.isUpToDate()).isTrue();
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.state()).isEqualTo(new SchemaState(Status.READY, "6", 3, 0));
  }

  @Test
  void a_build_that_has_it_no_more_still_knows_what_it_stands_for() {
    Plan plan = Plan.of(set(one, five, six), history(base));
    assertThat(plan.pending()).containsExactly(six);
    assertThat(plan.stopping()).isEmpty();
    assertThat(history(base).covers(Version.of("3"))).isTrue();
    assertThat(history(base).covers(Version.of("6"))).isFalse();
  }

  @Test
  void a_database_with_a_history_does_not_get_it_and_needs_no_scripts_below_it() {
    Plan plan = Plan.of(set(base, six), history(one, five));
    assertThat(plan.pending()).containsExactly(six);
    assertThat(plan.stopping()).isEmpty();
    assertThat(plan.missing()).isEmpty();
    assertThat(plan.isBehind()).isFalse();
  }

  @Test
  void it_must_not_be_changed_after_it_was_applied() {
    Plan plan = Plan.of(set(baseline("5", "changed"), six), history(base, six));
    assertThat(plan.stopping()).extracting(Problem::code).containsExactly(Problem.Code.MODIFIED);
    assertThat(plan.state().status()).isEqualTo(Status.MODIFIED);
  }

  @Test
  void two_of_one_version_are_refused_and_one_beside_a_versioned_script_is_not() {
    assertThat(set(five, base).problems()).isEmpty();
    assertThat(MigrationSet.of(List.of(base, baseline("5.0", "x")), List.of()).problems())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.DUPLICATE);
  }
}
