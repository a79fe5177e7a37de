package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scripts around the migrations run at their moments, and leave no row; a baseline runs once. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class CallbackTest {
  private static final String SEEN = "select at from seen order by id";

  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void directory(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory);
    vertx = given;
  }

  private MigrationReport migrate(TestDatabase database) {
    return Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
  }

  private MigrationFailed fail(TestDatabase database) {
    return Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
  }

  private static void watch(TestDatabase database) {
    database.execute(
        "create table seen (id int generated always as identity, at text, tx bigint default txid_current())");
  }

  private void note(String file, String what) {
    scripts.with(file, "insert into seen (at) values ('" + what + "')");
  }

  @Test
  void every_moment_comes_in_its_order(TestDatabase database) {
    watch(database);
    for (String event : List.of(
        "beforeMigrate",
        "beforeEachMigrate",
        "afterEachMigrate",
        "afterVersioned",
        "beforeRepeatables",
        "afterMigrateApplied",
        "afterMigrate",
        "afterEachMigrateError",
        "afterMigrateError")) {
      note(event + ".sql", event);
    }
    note("V1__a.sql", "V1");
    note("R__a.sql", "R a");
    note("R__b.sql", "R b");
    assertThat(migrate(database).applied()).hasSize(3);
    List<String> seen = database.values(SEEN);
    assertThat(seen)
        .containsExactly(
            "beforeMigrate",
            "beforeEachMigrate",
            "V1",
            "afterEachMigrate",
            "afterVersioned",
            "beforeRepeatables",
            "beforeEachMigrate",
            "R a",
            "afterEachMigrate",
            "beforeEachMigrate",
            "R b",
            "afterEachMigrate",
            "afterMigrateApplied",
            "afterMigrate");
    assertThat(database.<Long>value("select count(distinct tx) from seen where id between 2 and 4"))
        .isEqualTo(1);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(3);
    assertThat(migrate(database).applied()).isEmpty();
    assertThat(database.<String>values(SEEN)).hasSize(14);
  }

  @Test
  void a_failure_is_followed_by_what_is_meant_for_it(TestDatabase database) {
    watch(database);
    note("beforeEachMigrate.sql", "rolled back");
    note("afterEachMigrateError.sql", "each");
    note("afterMigrateError.sql", "all");
    note("afterMigrate.sql", "never");
    scripts.with("V1__a.sql", "select 1;\nselect broken");
    assertThat(fail(database).failure().place()).isEqualTo("V1__a.sql:2:8");
    assertThat(database.<String>values(SEEN)).containsExactly("each", "all");
  }

  @Test
  void a_callback_that_fails_is_named_with_its_line_and_undoes_its_migration(
      TestDatabase database) {
    scripts.with("V1__a.sql", "create table a ()").with("afterEachMigrate.sql", "\nselect 1/0");
    MigrationFailed failed = fail(database);
    assertThat(failed.getMessage())
        .startsWith(
            "migration callback afterEachMigrate failed at afterEachMigrate.sql:2:1: division by zero");
    assertThat(database.<Long>value("select count(*) from pg_tables where tablename = 'a'"))
        .isZero();
    scripts.without("afterEachMigrate.sql").with("afterMigrate.sql", "select 1/0");
    assertThat(fail(database).applied()).hasSize(1);
    assertThat(migrate(database).applied()).isEmpty();
  }

  @Test
  void one_that_cannot_run_in_a_transaction_runs_outside_of_one(TestDatabase database) {
    scripts
        .with("V1__a.sql", "create table a ()")
        .with("V2__i.sql", "create index concurrently i on a ((1))")
        .with("beforeEachMigrate.sql", "create table if not exists before ()")
        .with("afterMigrate.sql", "vacuum a; vacuum before;");
    assertThat(migrate(database).applied()).hasSize(2);
    assertThat(database.<Long>value("select count(*) from codex_journal")).isZero();
  }

  @Test
  void what_a_callback_must_not_do_is_refused_before_anything_runs(TestDatabase database) {
    scripts
        .with("V1__a.sql", "create table a ()")
        .with("beforeEachMigrate.sql", "vacuum")
        .with("afterMigrate.sql", "commit; select 1");
    ScriptsInvalid invalid = Ended.badly(
        Migrator.create(vertx, scripts.config(database, "{'migrations':{'format':'flyway'}}"))
            .migrate(),
        ScriptsInvalid.class);
    assertThat(invalid.problems())
        .extracting(problem -> problem.script())
        .containsExactlyInAnyOrder("beforeEachMigrate.sql", "afterMigrate.sql");
    assertThat(database.<Long>value("select count(*) from pg_tables where tablename = 'a'"))
        .isZero();
  }

  @Test
  void a_baseline_is_applied_to_an_empty_database_only(TestDatabase database) {
    scripts
        .with("V1__a.sql", "create table a ()")
        .with("V2__b.sql", "create table b ()")
        .with("B2__base.sql", "create table a (); create table b (); create table based ()")
        .with("V3__c.sql", "create table c ()");
    assertThat(migrate(database).applied())
        .extracting(applied -> applied.migration().script().path())
        .containsExactly("B2__base.sql", "V3__c.sql");
    assertThat(database.<String>values("select kind from codex_schema_history order by rank"))
        .containsExactly("baseline", "versioned");
    MigrationReport again = migrate(database);
    assertThat(again.applied()).isEmpty();
    assertThat(again.state().version()).isEqualTo("3");
    scripts.without("B2__base.sql");
    assertThat(migrate(database).applied()).isEmpty();
  }

  @Test
  void a_database_with_a_history_goes_on_without_the_baseline(TestDatabase database) {
    scripts.with("V1__a.sql", "create table a ()").with("V2__b.sql", "create table b ()");
    migrate(database);
    scripts
        .without("V1__a.sql")
        .without("V2__b.sql")
        .with("B2__base.sql", "create table a (); create table b ()")
        .with("V3__c.sql", "create table c ()");
    assertThat(migrate(database).applied())
        .extracting(applied -> applied.migration().label())
        .containsExactly("3 (c)");
  }

  @Test
  void one_outside_a_transaction_makes_way_for_the_application_too(TestDatabase database) {
    database.execute("create table busy ()");
    scripts.with("beforeMigrate.sql", "vacuum full busy").with("V1__a.sql", "select 1");
    try (TestSession reader = database.open()) {
      reader.execute("begin; lock table busy in access share mode");
      Ended.badly(
          Migrator.create(
                  vertx,
                  scripts.config(
                      database,
                      "{'lock': {'statement_timeout': '300ms', 'statement_budget': '500ms'}}"))
              .migrate(),
          CodexException.LocksNotObtained.class);
      Future<MigrationReport> run = Migrator.create(
              vertx, scripts.config(database, "{'lock': {'statement_timeout': '300ms'}}"))
          .migrate();
      Ended.until(
          "it waits",
          () -> database.<Long>value("select count(*) from pg_locks where not granted") > 0);
      reader.execute("commit");
      assertThat(Ended.well(run).applied()).hasSize(1);
    }
  }
}
