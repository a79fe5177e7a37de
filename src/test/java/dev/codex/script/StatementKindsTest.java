package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Statement.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementKindsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index concurrently i on t (a)",
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
        "create /* c */ index -- c\n concurrently on t (a)",
        "drop index concurrently i",
        "drop index concurrently if exists i, j",
        "reindex index concurrently i",
        "reindex table concurrently t",
        "reindex (concurrently) table t",
        "reindex (verbose, concurrently on, tablespace x) index i",
        "reindex schema s",
        "reindex (verbose) schema s",
        "reindex schema concurrently s",
        "reindex database",
        "reindex database d",
        "reindex system d",
        "alter table t detach partition p concurrently",
        "ALTER TABLE IF EXISTS ONLY \"s\".t DETACH PARTITION \"s\" . p CONCURRENTLY",
        "vacuum",
        "vacuum (full, analyze) t",
        "cluster",
        "cluster verbose",
        "cluster (verbose)",
        "create database d",
        "drop database if exists d with (force)",
        "alter database d set tablespace x",
        "alter database \"d\" set tablespace x",
        "create tablespace x location '/x'",
        "drop tablespace x",
        "alter system set work_mem = '1MB'",
        "alter system reset all",
        "create subscription s connection 'x' publication p",
        "create subscription s connection 'x' publication p with (enabled = false)",
        "create subscription s connection 'x' publication p with (create_slot = true, connect)",
        "drop subscription s",
        "drop subscription if exists s",
        "alter subscription s refresh publication",
        "alter subscription s set publication p, q",
        "alter subscription s add publication p with (copy_data = false)",
        "alter subscription s set (failover = true)",
        "discard all",
        "do $$ begin insert into t values (1); commit; end $$",
        "do language plpgsql 'begin loop rollback; exit; end loop; end'",
        "do $a$ begin if x then commit and chain; end if; end $a$ language plpgsql"
      })
  void outside_a_transaction(String statement) {
    assertThat(StatementKinds.of(statement)).isEqualTo(Kind.OUTSIDE_TRANSACTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "create index i on t (a)",
        "create index \"concurrently\" on t (a)",
        "create index i on t (concurrently)",
        "create table concurrently (a int)",
        "create table t (a text default 'create index concurrently')",
        "/* create index concurrently */ create index i on t (a)",
        "refresh materialized view concurrently v",
        "drop index i",
        "drop table database",
        "drop index \"concurrently\"",
        "reindex table t",
        "reindex (verbose) table t",
        "reindex (concurrently false) table t",
        "reindex (concurrently off, verbose) index i",
        "alter table t detach partition p",
        "alter table t detach partition p finalize",
        "alter table t detach partition \"concurrently\"",
        "alter table t add column detach int",
        "alter table t add column partition text default 'detach partition p concurrently'",
        "analyze t",
        "cluster t using i",
        "cluster (verbose) t",
        "cluster i on t",
        "alter database d set work_mem = '1MB'",
        "alter database d refresh collation version",
        "alter database d rename to tablespace",
        "create subscription s connection 'x' publication p with (connect = false)",
        "create subscription s connection 'x' publication p with (slot_name = 'a', create_slot = 'off')",
        "alter subscription s disable",
        "alter subscription s set (slot_name = none)",
        "alter subscription s set publication p with (refresh = false)",
        "discard temp",
        "discard plans",
        "savepoint a",
        "release savepoint a",
        "rollback to a",
        "rollback work to savepoint a",
        "ROLLBACK TRANSACTION TO a",
        "set constraints all immediate",
        "set transaction isolation level serializable",
        "set local lock_timeout = 1",
        "prepare transaction as select 1",
        "prepare commit as select 1",
        "start_something",
        "do $$ begin perform 1; end $$",
        "do $$ begin execute 'commit'; -- commit;\n end $$",
        "do $$ declare commit int; begin commit := 1; raise notice 'x; commit;'; end $$",
        "do $$ begin x := r.commit; end $$",
        "call p()",
        "alter type e add value 'x'",
        "lock table t",
        "\"vacuum\""
      })
  void inside_a_transaction(String statement) {
    assertThat(StatementKinds.of(statement)).isEqualTo(Kind.TRANSACTIONAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin",
        "BEGIN WORK",
        "begin isolation level serializable",
        "start transaction",
        "/**/ Start -- c\n Transaction"
      })
  void the_beginning_of_a_transaction(String statement) {
    assertThat(StatementKinds.of(statement)).isEqualTo(Kind.BEGIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit",
        "commit and chain",
        "end",
        "END TRANSACTION",
        "rollback",
        "rollback and no chain",
        "abort",
        "rollback prepared 'x'",
        "commit prepared 'x'",
        "prepare transaction 'x'",
        "/* to */ rollback /* to */"
      })
  void the_end_of_a_transaction(String statement) {
    assertThat(StatementKinds.of(statement)).isEqualTo(Kind.END_OF_TRANSACTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\set a b", "\\q"})
  void commands_of_psql(String statement) {
    assertThat(StatementKinds.of(statement)).isEqualTo(Kind.META_COMMAND);
  }
}
