package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.Durability;
import dev.codex.postgres.Commit;
import dev.codex.postgres.OutsideWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitRuleTest {
  @Test
  void the_last_commit_of_a_run_waits_for_the_disk_and_no_other() {
    CommitRule rule = new CommitRule(Durability.RUN, false);
    assertThat(rule.of(1, 3)).isEqualTo(Commit.DEFERRED);
    assertThat(rule.of(2, 3)).isEqualTo(Commit.DEFERRED);
    assertThat(rule.of(3, 3)).isEqualTo(Commit.DURABLE);
    assertThat(rule.of(1, 1)).isEqualTo(Commit.DURABLE);
  }

  @Test
  void each_one_does_if_that_is_asked_for_or_if_something_may_reach_out_of_the_database() {
    assertThat(new CommitRule(Durability.EACH, false).of(1, 3)).isEqualTo(Commit.DURABLE);
    assertThat(new CommitRule(Durability.RUN, true).of(1, 3)).isEqualTo(Commit.DURABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select dblink_exec('host=other', 'delete from t')",
        "CREATE  EXTENSION postgres_fdw",
        "create foreign table f (a int) server s",
        "copy t to program 'gzip'",
        "select lo_export(1, '/tmp/a')",
        "create function f() returns int language plpython3u as 'return 1'",
        "import foreign schema public from server s into app",
        "load 'auto_explain'"
      })
  void what_reaches_out_is_seen(String sql) {
    assertThat(OutsideWorld.isMentionedIn(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table a add foreign key (b) references b",
        "create function f() returns int language plpgsql as 'begin return 1; end'",
        "insert into programs values (1)",
        "create table downloads (id int)"
      })
  void what_stays_inside_is_not_taken_for_it(String sql) {
    assertThat(OutsideWorld.isMentionedIn(sql)).isFalse();
  }
}
