package dev.codex.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Activity.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ActivityTest {
  private static final Duration TIME = Duration.ofSeconds(12);
  private static final Blocker BLOCKER = new Blocker(
      42, "app", "psql", "10.0.0.7", "idle in transaction", Duration.ofSeconds(312), "select 1");

  private static Activity blockedBy(int... pids) {
    List<Blocker> blockers = java.util.Arrays.stream(pids)
        .mapToObj(pid -> new Blocker(pid, null, null, null, null, null, null))
        .toList();
    return new Activity(TIME, blockers, null);
  }

  private static Activity at(String phase, int percent) {
    return new Activity(TIME, List.of(), new Step(phase, percent, "books"));
  }

  @Test
  void says_all_that_is_known_of_a_blocker() {
    assertThat(new Activity(TIME, List.of(BLOCKER), null).describe())
        .isEqualTo(
            "waiting for pid 42, psql, user app, from 10.0.0.7, idle in transaction, in a transaction for 312 s,"
                + " query: select 1");
  }

  @Test
  void says_what_an_ordinary_role_may_see_and_how_many_more_there_are() {
    assertThat(blockedBy(42, 43, 44).describe()).isEqualTo("waiting for pid 42; and for 2 more");
  }

  @Test
  void a_prepared_transaction_has_no_process() {
    assertThat(blockedBy(0).describe()).contains("prepared transaction");
  }

  @Test
  void says_how_far_a_statement_is() {
    assertThat(at("building index: scanning table", 61).describe())
        .isEqualTo("building index: scanning table, 61 % (books)");
    assertThat(at("initializing", -1).describe()).isEqualTo("initializing (books)");
  }

  @Test
  void without_either_says_for_how_long_it_runs() {
    assertThat(new Activity(TIME, List.of(), null).describe()).isEqualTo("running for 12 s");
  }

  @Test
  void another_blocker_or_none_any_more_is_news_and_the_same_is_not() {
    assertThat(blockedBy(1).isNewsAfter(null)).isTrue();
    assertThat(blockedBy(1).isNewsAfter(blockedBy(1))).isFalse();
    assertThat(blockedBy(2).isNewsAfter(blockedBy(1))).isTrue();
    assertThat(blockedBy().isNewsAfter(blockedBy(1))).isTrue();
    assertThat(blockedBy().isNewsAfter(null)).isFalse();
  }

  @Test
  void the_next_tenth_is_news_and_the_next_percent_is_not() {
    assertThat(at("a", 1).isNewsAfter(null)).isTrue();
    assertThat(at("a", 9).isNewsAfter(at("a", 1))).isFalse();
    assertThat(at("a", 10).isNewsAfter(at("a", 9))).isTrue();
    assertThat(at("b", 10).isNewsAfter(at("a", 10))).isTrue();
  }
}
