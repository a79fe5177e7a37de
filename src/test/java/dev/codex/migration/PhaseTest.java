package dev.codex.migration;

import static dev.codex.migration.Migrations.contraction;
import static dev.codex.migration.Migrations.row;
import static dev.codex.migration.Migrations.set;
import static dev.codex.migration.Migrations.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan makes of contractions. */
class PhaseTest {
  private static final PlanRules EXPAND = new PlanRules(false, false, null, Phase.EXPAND);

  private final Migration one = versioned("1", "a");
  private final Migration two = contraction("2", "2.3");
  private final Migration three = versioned("3", "c");

  @Test
  void the_expand_phase_leaves_contractions_for_later() {
    Plan plan = Plan.of(set(one, two, three), History.EMPTY, EXPAND);
    assertThat(plan.pending()).containsExactly(one, three);
    assertThat(plan.postponed()).containsExactly(two);
    assertThat(Migration.contractionFloor(plan.pending())).isEmpty();
  }

  @Test
  void the_contract_phase_is_everything_in_order() {
    Plan plan = Plan.of(set(one, two, three), History.EMPTY);
    assertThat(plan.pending()).containsExactly(one, two, three);
    assertThat(plan.postponed()).isEmpty();
    assertThat(Migration.contractionFloor(plan.pending())).contains(Version.of("2.3"));
  }

  @Test
  void a_schema_is_ready_without_its_contractions() {
    History history = History.of(List.of(row(1, one), row(2, three)));
    SchemaState state = Plan.of(set(one, two, three), history).state();
    assertThat(state).isEqualTo(new SchemaState(SchemaState.Status.READY, "3", 2, 0));
  }

  @Test
  void a_contraction_is_not_out_of_order_after_later_expansions() {
    History history = History.of(List.of(row(1, one), row(2, three)));
    Plan plan = Plan.of(set(one, two, three), history);
    assertThat(plan.pending()).containsExactly(two);
    assertThat(plan.stopping()).isEmpty();
  }

  @Test
  void the_highest_floor_of_several_contractions_counts() {
    Plan plan = Plan.of(
        set(contraction("1", "2.10"), contraction("2", "2.9"), contraction("3", null)),
        History.EMPTY);
    assertThat(Migration.contractionFloor(plan.pending())).contains(Version.of("2.10"));
  }

  @Test
  void an_applied_contraction_whose_script_was_changed_is_modified() {
    History history = History.of(List.of(row(1, versioned("2", "as it was"))));
    assertThat(Plan.of(set(two), history).state().status()).isEqualTo(SchemaState.Status.MODIFIED);
  }
}
