package dev.codex.migration;

import static dev.codex.migration.Migrations.repeatable;
import static dev.codex.migration.Migrations.row;
import static dev.codex.migration.Migrations.set;
import static dev.codex.migration.Migrations.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.SchemaState.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private final Migration one = versioned("1", "create table a ()");
  private final Migration two = versioned("2", "create table b ()");
  private final Migration ten = versioned("10", "create table c ()");
  private final Migration view = repeatable("view", "create view v as select 1");
  private final Migration newView = repeatable("view", "create view v as select 2");

  @Test
  void everything_is_pending_on_an_empty_history_in_the_order_of_numbers_with_repeatables_last() {
    Plan plan = Plan.of(set(view, ten, two, one), History.EMPTY);
    assertThat(plan.pending()).containsExactly(one, two, ten, view);
    assertThat(plan.state()).isEqualTo(new SchemaState(Status.PENDING, null, 0, 4));
    assertThat(plan.stopping()).isEmpty();
  }

  @Test
  void nothing_is_pending_when_all_is_applied() {
    Plan plan = Plan.of(set(one, two, view), history(one, two, view));
    assertThat(plan.isUpToDate()).isTrue();
    assertThat(plan.state()).isEqualTo(new SchemaState(Status.READY, "2", 3, 0));
  }

  @Test
  void every_modified_script_is_reported_at_once() {
    Plan plan = Plan.of(
        set(versioned("1", "changed"), versioned("2", "changed too"), ten), history(one, two));
    assertThat(plan.stopping())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.MODIFIED, Problem.Code.MODIFIED);
    assertThat(plan.stopping()).extracting(Problem::version).containsExactly("1", "2");
    assertThat(plan.state().status()).isEqualTo(Status.MODIFIED);
  }

  @Test
  void a_version_below_an_applied_one_stops_the_run_unless_it_is_allowed() {
    History history = history(one, ten);
    assertThat(Plan.of(set(one, two, ten), history).stopping())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.OUT_OF_ORDER);
    Plan allowed = Plan.of(set(one, two, ten), history, new PlanRules(true, false, null));
    assertThat(allowed.stopping()).isEmpty();
    assertThat(allowed.pending()).containsExactly(two);
  }

  @Test
  void a_missing_script_is_named_and_stops_nothing_while_all_is_applied() {
    Plan plan = Plan.of(set(one, ten), history(one, two, ten));
    assertThat(plan.stopping()).isEmpty();
    assertThat(plan.problems()).extracting(Problem::code).containsExactly(Problem.Code.MISSING);
    assertThat(plan.state().isReady()).isTrue();
  }

  @Test
  void a_missing_script_stops_a_run_that_has_something_to_apply_unless_it_is_allowed() {
    Migration eleven = versioned("11", "x");
    assertThat(Plan.of(set(one, ten, eleven), history(one, two, ten)).stopping())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.MISSING);
    assertThat(
            Plan.of(set(one, ten, eleven), history(one, two, ten), new PlanRules(false, true, null))
                .stopping())
        .isEmpty();
  }

  @Test
  void a_database_ahead_of_this_build_is_ready() {
    Plan plan = Plan.of(set(one), history(one, two, ten));
    assertThat(plan.isBehind()).isTrue();
    assertThat(plan.ahead()).extracting(AppliedMigration::version).containsExactly("2", "10");
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.state()).isEqualTo(new SchemaState(Status.READY, "10", 1, 0));
  }

  @Test
  void a_changed_repeatable_is_pending_again() {
    Plan plan = Plan.of(set(one, newView), history(one, view));
    assertThat(plan.pending()).containsExactly(newView);
    assertThat(plan.state().status()).isEqualTo(Status.PENDING);
  }

  @Test
  void an_old_pod_does_not_put_an_old_view_back() {
    Plan plan = Plan.of(set(one, view), history(one, view, two, newView));
    assertThat(plan.pending()).isEmpty();
    assertThat(plan.superseded()).containsExactly(view);
    assertThat(plan.state().isReady()).isTrue();
  }

  @Test
  void a_view_that_was_taken_back_in_the_same_release_is_applied_again_and_blocks_nobody() {
    Plan plan = Plan.of(set(one, view), history(one, view, newView));
    assertThat(plan.pending()).containsExactly(view);
    assertThat(plan.state().isReady()).isTrue();
  }

  @Test
  void a_build_below_the_floor_is_not_ready_and_does_not_migrate() {
    History raised = History.of(List.of(row(1, one), row(2, two, "2.3")));
    Plan old = Plan.of(set(one), raised, new PlanRules(false, false, Version.of("2.2")));
    assertThat(old.state().status()).isEqualTo(Status.BELOW_FLOOR);
    assertThat(old.stopping()).extracting(Problem::code).containsExactly(Problem.Code.BELOW_FLOOR);
    Plan current = Plan.of(set(one), raised, new PlanRules(false, false, Version.of("2.3")));
    assertThat(current.state().isReady()).isTrue();
  }

  @Test
  void two_scripts_with_one_version_are_both_named() {
    MigrationSet set = set(versioned("1.0", "a"), versioned("1", "b"), versioned("2", "c"));
    assertThat(set.problems()).singleElement().satisfies(problem -> {
      assertThat(problem.code()).isEqualTo(Problem.Code.DUPLICATE);
      assertThat(problem.fact()).contains("V1.0__step.sql").contains("V1__step.sql");
    });
  }

  @Test
  void the_status_lines_name_every_state() {
    Plan plan = Plan.of(
        set(one, versioned("2", "changed"), versioned("3", "late"), view),
        history(one, two, versioned("4", "gone"), newView));
    assertThat(MigrationStatus.of(plan))
        .extracting(line -> line.version() + " " + line.state())
        .containsExactly("1 applied", "2 modified", "3 out of order", "4 ahead", "null pending");
  }

  private static History history(Migration... applied) {
    return History.of(IntStream.range(0, applied.length)
        .mapToObj(index -> row(index + 1, applied[index]))
        .toList());
  }
}
