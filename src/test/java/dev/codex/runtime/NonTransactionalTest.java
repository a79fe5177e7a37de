package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.OutcomeInDoubt;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.Decision;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class NonTransactionalTest {
  private static final String INDEXES =
      "select indexrelid::regclass || case when indisvalid then '' else ' INVALID' end"
          + " from pg_index where indrelid = 't'::regclass order by 1";

  private Scripts scripts;
  private Vertx vertx;
  private TestDatabase database;

  @BeforeEach
  void a_table(@TempDir Path directory, Vertx given, TestDatabase empty) {
    scripts = Scripts.in(directory);
    vertx = given;
    database = empty;
    database.execute("create table t (a int, b int); insert into t values (1, 1), (1, 2)");
  }

  private Future<MigrationReport> run() {
    return Migrator.create(vertx, scripts.config(database)).migrate();
  }

  private void terminateWhenRunning(String what) {
    String sql =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database()"
            + " and state = 'active' and (wait_event = 'PgSleep' or wait_event_type = 'Lock')"
            + " and query like '" + what + "%'";
    Ended.until(what + " waits", () -> database.<Long>value(sql) > 0);
  }

  @Test
  void indexes_are_built_concurrently_and_the_journal_is_empty_afterwards() {
    scripts
        .with(
            "V1__i.sql",
            "create index concurrently i on t (a);\ncreate index concurrently if not exists j on t (b);")
        .with("V2__v.sql", "vacuum t;\nreindex index concurrently i;\ndrop index concurrently j")
        .with(
            "V3__s.sql",
            "-- codex:no-transaction\nset search_path = pg_catalog;\ncreate table public.u ();\n");
    assertThat(Ended.well(run()).applied()).hasSize(3);
    assertThat(database.<String>values(INDEXES)).containsExactly("i");
    assertThat(database.<Long>value("select count(*) from codex_journal")).isZero();
    assertThat(database.<Boolean>values("select execution_millis >= 0 from codex_schema_history"))
        .containsExactly(true, true, true);
  }

  @Test
  void a_script_whose_connection_is_lost_goes_on_at_the_statement_it_was_at() {
    scripts.with(
        "V1__i.sql",
        "create index concurrently i on t (a);\ncreate index concurrently j on t (b);\nvacuum t");
    try (TestSession reader = database.open()) {
      reader.execute("begin; lock table t in share mode");
      Future<MigrationReport> run = run();
      terminateWhenRunning("create index concurrently i");
      terminateWhenRunning("create index concurrently i");
      reader.execute("rollback");
      assertThat(Ended.well(run).applied()).hasSize(1);
    }
    assertThat(database.<String>values(INDEXES)).containsExactly("i", "j");
    assertThat(database.<Long>value("select count(*) from codex_journal")).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE", "LOSE_ANSWER"})
  void at_every_message_of_a_run_the_rest_is_done(Kind what) {
    scripts.with(
        "V1__i.sql",
        "create index concurrently i on t (a);\nvacuum t;\ndrop index concurrently j;\n"
            + "create index concurrently k on t (b)");
    // the first ones are those of every run
    int cutNumber = 8;
    boolean cut = true;
    while (cut) {
      database.execute(
          "drop table if exists codex_schema_history, codex_attempt, codex_journal; drop index if exists i, k;"
              + " create index j on t (b)");
      int number = ++cutNumber;
      try (FaultProxy wire = FaultProxy.to(database)) {
        wire.harmAtQuery(number, what);
        MigrationReport report =
            Ended.well(Migrator.create(vertx, scripts.config(wire.config())).migrate());
        cut = !wire.done().isEmpty();
        assertThat(report.applied()).hasSize(1);
        assertThat(database.<String>values(INDEXES)).containsExactly("i", "k");
        assertThat(database.<Integer>values("select rank from codex_schema_history"))
            .containsExactly(1);
      }
    }
    assertThat(cutNumber).isGreaterThan(20);
  }

  @Test
  void a_failed_statement_is_placed_and_those_before_it_stay() {
    scripts.with(
        "V1__i.sql",
        "create index concurrently i on t (a);\n\n create index concurrently j\n on t (nope)");
    MigrationFailed failed = Ended.badly(run(), MigrationFailed.class);
    assertThat(failed.failure().place()).isEqualTo("V1__i.sql:3:2");
    assertThat(failed.failure().statement()).isEqualTo(2);
    assertThat(failed).hasMessageContaining("statements before it stay in effect");
    assertThat(database.<String>values(INDEXES)).containsExactly("i");
    assertThat(database.<Integer>values("select statement from codex_attempt")).containsExactly(2);
  }

  @Test
  void a_corrected_script_goes_on_after_what_was_done() {
    database.execute("create schema s; create table s.u ()");
    String begin = "set search_path = s;\ncreate index concurrently i on public.t (a);\n";
    scripts.with("V1__i.sql", begin + "vacuum nope");
    Ended.badly(run(), MigrationFailed.class);
    scripts.with("V1__i.sql", begin + "vacuum u");
    Ended.well(run());
    assertThat(database.<String>values(INDEXES)).containsExactly("i");
    assertThat(database.<Long>value("select count(*) from codex_journal")).isZero();
    assertThat(Ended.well(run()).applied()).isEmpty();
  }

  @Test
  void what_became_of_a_procedure_is_left_to_a_person_who_is_told_two_ways_out() {
    database.execute(
        "create procedure p() language plpgsql as $$ begin insert into t values (4, 4);"
            + " commit; perform pg_sleep(600); end $$");
    scripts.with(
        "V1__i.sql",
        "-- codex:no-transaction\ninsert into t values (3, 3);\ncall p();\ninsert into t values (5, 5)");
    Future<MigrationReport> run = run();
    terminateWhenRunning("call p");
    OutcomeInDoubt doubt = Ended.badly(run, OutcomeInDoubt.class);
    assertThat(doubt)
        .hasMessageContaining("V1__i.sql:3 (CALL P)")
        .hasMessageContaining("codex resolve 1 --from-statement 3 --reason TEXT")
        .hasMessageContaining("codex resolve 1 --from-statement 2 --reason TEXT");
    assertThat(Ended.badly(run(), OutcomeInDoubt.class)).hasMessage(doubt.getMessage());
    Ended.well(Resolver.create(vertx, scripts.config(database), false)
        .resolve("1", Decision.fromStatement(3, "4 is there")));
    Ended.well(run());
    assertThat(database.<Integer>values("select a from t where a > 1 order by a"))
        .containsExactly(3, 4, 5);
  }

  @Test
  void a_statement_that_can_be_in_a_transaction_is_never_in_doubt() {
    database.execute("create sequence tries");
    scripts.with(
        "V1__i.sql",
        "-- codex:no-transaction\ninsert into t values (3, 3);\n"
            + "insert into t select 4, 4 from pg_sleep(case when nextval('tries') = 1 then 600 else 0 end);\nvacuum t");
    Future<MigrationReport> run = run();
    terminateWhenRunning("insert into t select 4");
    Ended.well(run);
    assertThat(database.<Integer>values("select a from t where a > 1 order by a"))
        .containsExactly(3, 4);
  }

  @Test
  void a_change_of_what_has_been_run_is_told_with_its_line() {
    String first = "create index concurrently i on t (a);\n";
    scripts.with("V1__i.sql", first + "vacuum t;\nvacuum nope");
    Ended.badly(run(), MigrationFailed.class);
    scripts.with("V1__i.sql", first + "\n  vacuum full t;\nvacuum t");
    assertThat(Ended.badly(run(), ScriptsInvalid.class))
        .hasMessageContaining(
            "V1__i.sql:3:3: migration 1 (i) was changed in a part that has been run")
        .hasMessageContaining("codex resolve 1 --from-statement N");
    scripts.with("V1__i.sql", "vacuum;\n" + first + "vacuum t;\nvacuum t");
    assertThat(Ended.badly(run(), ScriptsInvalid.class))
        .hasMessageContaining("V1__i.sql:1:1")
        .hasMessageContaining("VACUUM as statement 1, and it is not the CREATE INDEX");
    scripts.with("V1__i.sql", first);
    assertThat(Ended.badly(run(), ScriptsInvalid.class))
        .hasMessageContaining(
            "statement 2 (VACUUM T) has been run, and is not in the script any more");
    scripts.with("V1__i.sql", first + "vacuum t; -- a comment\n\n vacuum t;\nvacuum");
    Ended.well(run());
  }

  @Test
  void rows_of_COPY_are_loaded_once_and_together() {
    String script =
        "-- codex:no-transaction\nvacuum t;\ncopy t from stdin;\n7\t7\n8\t%s\n\\.\nvacuum t;\n";
    scripts.with("V1__i.sql", script.formatted("x"));
    MigrationFailed failed = Ended.badly(run(), MigrationFailed.class);
    assertThat(failed.failure().place()).isEqualTo("V1__i.sql:5:1");
    assertThat(failed.failure().rolledBack()).isFalse();
    assertThat(database.<Long>value("select count(*) from t where a > 2")).isZero();
    scripts.with("V1__i.sql", script.formatted("8"));
    Ended.well(run());
    assertThat(database.<Integer>values("select a from t where a > 2 order by a"))
        .containsExactly(7, 8);
  }
}
