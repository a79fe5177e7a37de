package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LockPatienceTest {
  private static boolean waitsHarmlessly(String text) {
    return LockPatience.waitsHarmlessly(new Statement(1, 1, 1, text, Statement.Kind.TRANSACTIONAL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index concurrently a on t (x)",
        "CREATE UNIQUE INDEX\n  CONCURRENTLY IF NOT EXISTS a ON t (x)",
        "drop index concurrently a",
        "reindex index concurrently a",
        "reindex (verbose, concurrently) table t",
        "alter table t detach partition p concurrently",
        "alter table only s.t validate constraint c",
        "vacuum t",
        "vacuum (analyze) t"
      })
  void holds_nobody_up_while_it_waits(String text) {
    assertThat(waitsHarmlessly(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index a on t (x)",
        "drop index a",
        "reindex table t",
        "alter table t add column concurrently int",
        "alter table t detach partition p",
        "alter table t validate constraint c, add column y int",
        "alter table t add column y int, validate constraint c",
        "vacuum full t",
        "vacuum (full) t",
        "drop table t"
      })
  void holds_others_up(String text) {
    assertThat(waitsHarmlessly(text)).isFalse();
  }
}
