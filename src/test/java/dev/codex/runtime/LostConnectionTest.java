package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.migration.CodexException.OutcomeInDoubt;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class LostConnectionTest {
  private static final String TERMINATE =
      "select count(pg_terminate_backend(pid)) from pg_stat_activity"
          + " where datname = current_database() and application_name like 'codex migrate%'";

  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void three_scripts(@TempDir Path directory, Vertx given) {
    vertx = given;
    scripts = Scripts.in(directory)
        .with("V1__a.sql", "create table seen (script text)")
        .with("V2__b.sql", "insert into seen values ('2'); select pg_sleep(0.7)")
        .with("V3__c.sql", "insert into seen values ('3')");
  }

  private static void assertAllOnce(MigrationReport report, TestDatabase database) {
    assertThat(report.applied())
        .extracting(applied -> applied.migration().script().path())
        .containsExactly("V1__a.sql", "V2__b.sql", "V3__c.sql");
    assertThat(database.<String>values("select script from seen order by 1"))
        .containsExactly("2", "3");
    assertThat(database.<Integer>values("select rank from codex_schema_history order by 1"))
        .containsExactly(1, 2, 3);
  }

  private static void terminate(TestDatabase database, String where) {
    Ended.until("the run is there", () -> database.<Long>value(TERMINATE + where) > 0);
  }

  @Test
  void in_the_middle_of_a_script_the_run_goes_on(TestDatabase database) {
    // what a sequence has given out it does not give again, also after a rollback
    database.execute("create sequence tries");
    scripts.with(
        "V2__b.sql",
        "insert into seen values ('2'); select pg_sleep(case when nextval('tries') = 1 then 600 else 0 end)");
    Future<MigrationReport> run =
        Migrator.create(vertx, scripts.config(database)).migrate();
    terminate(database, " and wait_event = 'PgSleep'");
    assertAllOnce(Ended.well(run), database);
  }

  @Test
  void a_connection_that_answers_another_question_is_given_up(TestDatabase database) {
    try (FaultProxy proxy = FaultProxy.to(database)) {
      proxy.harmAtQuery(1, Kind.STALE_ANSWER);
      assertAllOnce(
          Ended.well(Migrator.create(vertx, scripts.config(proxy.config())).migrate()), database);
      assertThat(proxy.done()).containsExactly(Kind.STALE_ANSWER);
      proxy.harmAtQuery(proxy.countedQueries().size() + 1, Kind.STALE_ANSWER);
      assertThat(Ended.well(
                  SchemaWaiter.create(vertx, scripts.config(proxy.config())).awaitReady())
              .applied())
          .isEqualTo(3);
      assertThat(proxy.done()).hasSize(2);
    }
  }

  @Test
  void again_and_again_the_run_goes_on_as_long_as_it_gets_anywhere(TestDatabase database) {
    for (int i = 4; i < 24; i++) {
      scripts.with("V" + i + "__x.sql", "select " + i);
    }
    int[] losses = new int[1];
    Progress losing = new Progress() {
      @Override
      public void reconnecting(String reason) {
        losses[0]++;
      }
    };
    try (FaultProxy wire = FaultProxy.to(database)) {
      wire.harm(Kind.LOSE_ANSWER, query -> query.contains("savepoint"));
      MigrationReport report = Ended.well(Migrator.create(vertx, scripts.config(wire.config()))
          .withProgress(losing)
          .migrate());
      assertThat(report.applied()).hasSize(23);
      assertThat(wire.done()).hasSize(23);
    }
    // a plan that is out of date, as the lost session was still at its COMMIT, is made again as
    // well
    assertThat(losses[0]).isGreaterThanOrEqualTo(11);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(23);
  }

  @Test
  void an_answer_to_a_COMMIT_that_is_lost_is_read_from_the_history(TestDatabase database) {
    try (FaultProxy wire = FaultProxy.to(database)) {
      wire.harm(
          Kind.LOSE_ANSWER, query -> query.contains("V2__b.sql") && wire.done().isEmpty());
      MigrationReport report =
          Ended.well(Migrator.create(vertx, scripts.config(wire.config())).migrate());
      assertThat(wire.done()).hasSize(1);
      assertAllOnce(report, database);
    }
  }

  @Test
  void of_the_last_script_too(TestDatabase database) {
    try (FaultProxy wire = FaultProxy.to(database)) {
      wire.harm(
          Kind.LOSE_ANSWER, query -> query.contains("V3__c.sql") && wire.done().isEmpty());
      assertAllOnce(
          Ended.well(Migrator.create(vertx, scripts.config(wire.config())).migrate()), database);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"V3__c.sql", "notify"})
  void whoever_waits_is_told_although_the_connection_was_lost_before_that(
      String lastSeen, TestDatabase database) {
    try (FaultProxy wire = FaultProxy.to(database)) {
      wire.harm(
          Kind.LOSE_ANSWER, query -> query.contains(lastSeen) && wire.done().isEmpty());
      assertAllOnce(
          Ended.well(Migrator.create(vertx, scripts.config(wire.config())).migrate()), database);
      List<String> queries = wire.queries();
      assertThat(queries.get(queries.size() - 1)).startsWith("notify");
    }
  }

  @Test
  void a_session_that_is_still_at_its_script_is_waited_for(TestDatabase database) {
    try (FaultProxy wire = FaultProxy.to(database)) {
      wire.harm(
          Kind.RESET_AFTER, query -> query.contains("V2__b.sql") && wire.done().isEmpty());
      assertAllOnce(
          Ended.well(Migrator.create(vertx, scripts.config(wire.config())).migrate()), database);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE", "LOSE_ANSWER"})
  void at_every_message_of_a_run_the_rest_is_done_once(Kind what, TestDatabase database) {
    scripts.with("V2__b.sql", "insert into seen values ('2')");
    int cutNumber = 0;
    boolean cut = true;
    while (cut) {
      database.execute(
          "drop table if exists seen, codex_schema_history, codex_attempt, codex_journal");
      int number = ++cutNumber;
      try (FaultProxy wire = FaultProxy.to(database)) {
        wire.harmAtQuery(number, what);
        MigrationReport report =
            Ended.well(Migrator.create(vertx, scripts.config(wire.config())).migrate());
        cut = !wire.done().isEmpty();
        assertAllOnce(report, database);
      }
    }
    assertThat(cutNumber).isGreaterThan(9);
  }

  @Test
  void a_server_that_does_not_come_back_leaves_the_outcome_in_doubt(TestDatabase database) {
    FaultProxy wire = FaultProxy.to(database);
    wire.harm(Kind.LOSE_ANSWER, query -> {
      boolean commit = query.contains("V1__a.sql");
      if (commit) {
        wire.stopListening();
      }
      return commit;
    });
    var config = scripts.config(wire.config());
    config = config.withDatabase(config.database().withConnectBudget(Duration.ofSeconds(3)));
    OutcomeInDoubt doubt =
        Ended.badly(Migrator.create(vertx, config).migrate(), OutcomeInDoubt.class);
    assertThat(doubt).hasMessageContaining("migration 1 (a)").hasMessageContaining("codex info");
  }

  @Test
  void a_statement_of_our_own_that_somebody_cancels_is_sent_again(TestDatabase database) {
    scripts.without("V2__b.sql").without("V3__c.sql");
    Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
    scripts.with("V2__b.sql", "select 2");
    try (TestSession other = database.open()) {
      other.execute("begin; lock table codex_schema_history");
      Future<MigrationReport> run =
          Migrator.create(vertx, scripts.config(database)).migrate();
      Ended.until(
          "it was cancelled",
          () -> database.<Long>value(
                  "select count(pg_cancel_backend(pid)) from pg_stat_activity"
                      + " where datname = current_database() and application_name like 'codex mig%' and wait_event_type = 'Lock'")
              > 0);
      other.execute("rollback");
      assertThat(Ended.well(run).applied()).hasSize(1);
    }
  }
}
