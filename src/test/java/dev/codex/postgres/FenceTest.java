package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.postgres.ScriptRunner.Way;
import dev.codex.runtime.Ended;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What section 4 of the design promises of a script that nobody has looked at: a row only for the whole script. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class FenceTest {
  private static final String SESSION =
      "concat_ws(', ', session_user, current_user, current_setting('search_path'),"
          + " current_setting('transaction_isolation'), current_setting('transaction_read_only'),"
          + " current_setting('datestyle'), current_setting('statement_timeout'),"
          + " current_setting('synchronous_commit'), current_setting('standard_conforming_strings'))";

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit",
        "rollback",
        "abort",
        "end",
        "commit and chain",
        "rollback and chain",
        "commit; begin",
        "rollback; begin",
        "commit; begin; savepoint codex",
        "rollback; begin; savepoint codex",
        "prepare transaction 'codex'",
        "release savepoint codex",
        "rollback to savepoint codex",
        "do $$ begin commit; end $$",
        "do $$ begin rollback; end $$",
        "create procedure p() language plpgsql as $$ begin commit; end $$; call p()",
        "set transaction read only",
        "set session characteristics as transaction read only; commit; begin"
      })
  void a_script_that_leaves_our_transaction_is_never_recorded(
      String way, Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      String script = "create table first_half (); " + way + "; create table second_half ()";
      Ended.badly(runner.apply(script), MigrationFailed.class);
      assertThat(runner.history().rows()).isEmpty();
      assertThat(runner.value("select (now() = statement_timestamp())::text")).isEqualTo("true");
      Ended.well(runner.apply("create table good ()"));
      assertThat(runner.history().rows()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"commit; begin", "rollback; begin", "release savepoint codex", "commit and chain"})
  void nor_is_one_that_comes_in_parts(String way, Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      String escape =
          "do $$ begin perform set_config('standard_conforming_strings', 'on', true); end $$; ";
      String script = escape + "create table first_half (); " + way;
      // ScriptParts leaves out what begins and ends a transaction, so that the whole script is in
      // ours
      boolean succeeded =
          Ended.well(runner.apply(script, Way.IN_PARTS).map(true).otherwise(false));
      boolean recorded = !runner.history().rows().isEmpty();
      assertThat(database.<String>value("select to_regclass('first_half')::text") != null)
          .isEqualTo(recorded)
          .isEqualTo(succeeded);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set search_path = nowhere",
        "select set_config('search_path', '', false)",
        "select set_config('search_path', '', true)",
        "set local search_path = nowhere",
        "reset all",
        "discard temp",
        "discard plans",
        "discard sequences",
        "select pg_advisory_unlock_all()",
        "set constraints all deferred",
        "set synchronous_commit = off",
        "set statement_timeout = '10min'",
        "set default_transaction_read_only = on",
        "set default_transaction_isolation = 'serializable'",
        "set datestyle = 'SQL, DMY'",
        "set standard_conforming_strings = off",
        "set escape_string_warning = off",
        "savepoint codex",
        "savepoint a; create table gone (); rollback to savepoint a; release savepoint a",
        "lock table codex_schema_history in access exclusive mode",
        "create temp table codex_schema_history (rank int)",
        "create schema shadow; create function shadow.clock_timestamp() returns timestamptz language sql as "
            + "$$ select null::timestamptz $$; set search_path = shadow, pg_catalog",
        "-- a comment at the end",
        "/* a comment */"
      })
  void a_script_may_do_anything_else_to_its_session(
      String way, Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      String before = runner.value("select " + SESSION);
      Ended.well(runner.apply("create table one (); " + way));
      Ended.well(
          runner.apply("create table two (session text); insert into two select " + SESSION));
      assertThat(database.<String>value("select session from public.two")).isEqualTo(before);
      assertThat(runner.history().rows()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"set role %s", "set session authorization %s", "set local role %s"})
  void another_role_is_left_before_the_row_and_before_the_next_script(
      String way, Vertx vertx, TestDatabase database) {
    String other = database.createRole("other");
    try (RunnerFixture runner = RunnerFixture.asSuperuser(vertx, directory, database)) {
      String before = runner.value("select session_user || current_user");
      Ended.well(runner.apply(way.formatted(other) + "; select 1"));
      Ended.well(runner.apply(
          "create table two (who text); insert into two values (session_user || current_user)"));
      assertThat(runner.value("select who from two")).isEqualTo(before);
      assertThat(runner.value(
              "select string_agg(distinct installed_by, ',') from codex_schema_history"))
          .isEqualTo(before.substring(0, before.length() / 2));
    }
  }

  @Test
  void a_script_leaves_nothing_in_the_session_for_the_next_one(Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      Ended.well(
          runner.apply("create temp table scratch (); prepare stale as select 1; listen gossip;"
              + " declare held cursor with hold for select 1; select pg_advisory_lock(4711);"
              + " create sequence s; select nextval('s')"));
      Ended.well(runner.apply("""
          create table left_over as select
            (select count(*) from pg_class where relname = 'scratch') as tables,
            (select count(*) from pg_prepared_statements where name = 'stale') as statements,
            (select count(*) from pg_listening_channels()) as channels,
            (select count(*) from pg_cursors where name = 'held') as cursors,
            (select count(*) from pg_locks where locktype = 'advisory' and objid = 4711) as locks,
            (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as ours
          """));
      assertThat(database.query("select * from left_over").toString())
          .isEqualTo("[{tables=0, statements=0, channels=0, cursors=0, locks=0, ours=1}]");
    }
  }

  @Test
  void strings_are_read_as_the_standard_says_after_a_script_that_has_changed_that(
      Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      Ended.well(runner.apply(
          "create table t (v text); set standard_conforming_strings = off;"
              + " insert into t values ('a\\'b')",
          Way.IN_PARTS));
      Ended.well(runner.apply("insert into t values ('c\\')"));
      assertThat(database.<String>values("select v from t order by 1"))
          .containsExactly("a'b", "c\\");
    }
  }

  @Test
  void a_stale_plan_is_told_from_a_failed_script(Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      Ended.well(runner.apply("create table one ()"));
      Ended.badly(
          runner.applyAt(1, "create table two ()", Way.ONE_MESSAGE), StalePlanException.class);
      Ended.badly(runner.applyAt(1, "create table two ()", Way.IN_PARTS), StalePlanException.class);
      Ended.badly(
          runner.applyAt(1, "vacuum one", Way.STATEMENT_BY_STATEMENT), StalePlanException.class);
      assertThat(database.<String>value("select to_regclass('two')::text")).isNull();
    }
  }

  @Test
  void a_lock_that_somebody_else_holds_keeps_the_row_out(Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database);
        TestSession other = database.open()) {
      long key = new CodexTables("public").lockKey();
      Ended.well(runner.session().query("select pg_advisory_unlock_all()"));
      other.execute("select pg_advisory_lock(" + key + ")");
      Ended.badly(runner.apply("create table one ()"), StalePlanException.class);
      Ended.badly(runner.apply("create table one ()", Way.IN_PARTS), StalePlanException.class);
      assertThat(database.<String>value("select to_regclass('one')::text")).isNull();
    }
  }

  @Test
  void a_history_that_refuses_the_row_otherwise_is_a_failure_and_no_stale_plan(
      Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      Ended.well(runner.apply("create table one ()"));
      database.execute(
          "create function no() returns trigger"
              + " language plpgsql as $$ begin raise exception 'not you'; end $$;"
              + " create trigger no before insert on codex_schema_history for each row execute function no()");
      MigrationFailed outside = Ended.badly(
          runner.applyAt(2, "vacuum one", Way.STATEMENT_BY_STATEMENT), MigrationFailed.class);
      assertThat(outside.failure().message()).isEqualTo("not you");
      MigrationFailed failed =
          Ended.badly(runner.applyAt(2, "select 1", Way.ONE_MESSAGE), MigrationFailed.class);
      assertThat(failed).hasMessageContaining("not you").hasMessageContaining("V2__script.sql");
    }
  }
}
