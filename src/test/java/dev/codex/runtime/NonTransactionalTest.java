package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.OutcomeInDoubt;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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
            + " and state = 'active' and pid <> pg_backend_pid() and query like '" + what + "%'";
    Ended.until(what + " runs", () -> database.<Long>value(sql) > 0);
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
        wire.harm(what, query -> wire.queries().size() == number);
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
  void an_invalid_index_never_counts_as_success() {
    scripts.with("V1__i.sql", "create unique index concurrently if not exists i on t (a)");
    for (int i = 0; i < 2; i++) {
      MigrationFailed failed = Ended.badly(run(), MigrationFailed.class);
      assertThat(failed.failure().sqlState()).isEqualTo("23505");
      assertThat(failed.failure().rolledBack()).isFalse();
      assertThat(database.<String>values(INDEXES)).containsExactly("i INVALID");
      assertThat(database.<Long>value("select count(*) from codex_schema_history"))
          .isZero();
    }
    database.execute("delete from t where b = 2");
    assertThat(Ended.well(run()).applied()).hasSize(1);
    assertThat(database.<String>values(INDEXES)).containsExactly("i");
  }

  @Test
  void names_that_need_quotes_or_are_too_long_are_found_in_the_catalog() {
    String longName = "x".repeat(70);
    database.execute("create schema \"My Schema\"; create table \"My Schema\".\"T 1\" (a int);"
        + " insert into \"My Schema\".\"T 1\" values (1), (1)");
    scripts
        .with(
            "V1__i.sql",
            "Create Unique Index\nConcurrently If Not Exists \"I \"\"1\"\n On \"My Schema\" . \"T 1\" (a)")
        .with(
            "V2__i.sql",
            "create unique index concurrently if not exists " + longName + " on T (a)");
    Ended.badly(run(), MigrationFailed.class);
    Ended.badly(run(), MigrationFailed.class);
    database.execute("truncate \"My Schema\".\"T 1\"");
    Ended.badly(run(), MigrationFailed.class);
    Ended.badly(run(), MigrationFailed.class);
    database.execute("truncate t");
    Ended.well(run());
    assertThat(database.<Boolean>values(
            "select indisvalid from pg_index where indexrelid::regclass::text ~ '^(x|.My)'"))
        .containsExactly(true, true);
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
  }

  @Test
  void what_became_of_any_other_statement_is_left_to_a_person_who_is_told_two_ways_out() {
    scripts.with(
        "V1__i.sql",
        "-- codex:no-transaction\ninsert into t values (3, 3);\ninsert into t select 4, 4 from pg_sleep(60);\n"
            + "insert into t values (5, 5)");
    for (int way = 0; way < 2; way++) {
      Future<MigrationReport> run = run();
      terminateWhenRunning("insert into t select 4");
      OutcomeInDoubt doubt = Ended.badly(run, OutcomeInDoubt.class);
      assertThat(doubt).hasMessageContaining("V1__i.sql:3");
      assertThat(Ended.badly(run(), OutcomeInDoubt.class)).hasMessage(doubt.getMessage());
      List<String> ways = Pattern.compile("^  (update|delete)[^;]*;", Pattern.MULTILINE)
          .matcher(doubt.getMessage())
          .results()
          .map(java.util.regex.MatchResult::group)
          .toList();
      assertThat(ways).hasSize(2);
      database.execute(ways.get(1 - way));
    }
    Ended.well(run());
    assertThat(database.<Integer>values("select a from t where a > 1 order by a"))
        .containsExactly(3, 5);
  }
}
