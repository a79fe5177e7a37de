package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What another tool would have run is run as it would have run it. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class ForeignFormatTest {
  @TempDir
  private Path root;

  private Scripts scripts;

  @BeforeEach
  void start() {
    scripts = Scripts.in(root);
  }

  @Test
  void a_script_with_its_own_transactions_goes_as_it_stands(Vertx vertx, TestDatabase database) {
    scripts.with("1_a.up.sql", """
        create table a (id bigint);
        begin isolation level serializable;
        create table b as select txid_current() as t, current_setting('transaction_isolation') as level;
        insert into b select txid_current(), 'x';
        commit;
        begin; insert into a values (1); rollback;
        create table c as select txid_current() as t;
        """);
    MigrationReport report = migrate(vertx, database);
    assertThat(report.applied()).hasSize(1);
    assertThat(database.<Long>value("select count(distinct t) from b")).isEqualTo(1);
    assertThat(database.<Long>value("select count(*) from b where level = 'serializable'"))
        .isEqualTo(1);
    assertThat(database.<Long>value("select count(*) from b join c using (t)")).isZero();
    assertThat(database.<Long>value("select count(*) from a")).isZero();
    assertThat(database.<Long>value("select count(*) from codex_journal")).isZero();
    assertThat(migrate(vertx, database).applied()).isEmpty();
  }

  @Test
  void a_failure_in_a_transaction_of_the_script_undoes_that_transaction_and_it_is_tried_again(
      Vertx vertx, TestDatabase database) {
    scripts.with("1_a.up.sql", """
        set search_path = public;
        create table a (id bigint);
        begin;
        insert into a values (1);
        insert into missing values (1);
        commit;
        insert into a values (2);
        """);
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    assertThat(failed.failure().line()).isEqualTo(5);
    assertThat(database.<Long>value("select count(*) from a")).isZero();
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isZero();
    assertThat(database.<Long>value("select count(*) from codex_attempt")).isEqualTo(1);
    database.execute("create table missing (id bigint)");
    assertThat(migrate(vertx, database).applied()).hasSize(1);
    assertThat(database.<Long>values("select id from a order by id")).containsExactly(1L, 2L);
  }

  @Test
  void a_transaction_that_is_cut_short_is_run_again(Vertx vertx, TestDatabase database) {
    database.execute("create sequence attempt");
    scripts.with("1_a.up.sql", """
        create table a (id bigint);
        begin;
        insert into a values (1);
        select pg_terminate_backend(pg_backend_pid()) from nextval('attempt') as n where n = 1;
        commit;
        begin;
        insert into a values (2);
        commit;
        """);
    assertThat(migrate(vertx, database).applied()).hasSize(1);
    assertThat(database.<Long>value("select last_value from attempt")).isEqualTo(2);
    assertThat(database.<Long>values("select id from a order by id")).containsExactly(1L, 2L);
  }

  @Test
  void a_tool_that_wraps_a_script_in_a_transaction_lets_it_step_out_of_it(
      Vertx vertx, TestDatabase database) {
    scripts.with("1_a.sql", """
        -- +goose Up
        create table a (id bigint);
        lock table a;
        commit;
        create index concurrently i on a (id);
        begin;
        lock table a;
        insert into a values (1);
        -- +goose Down
        drop table a;
        """);
    assertThat(migrate(vertx, database).applied()).hasSize(1);
    assertThat(database.<Long>value("select count(*) from a")).isEqualTo(1);
    assertThat(database.<String>value("select to_regclass('i')::text")).isEqualTo("i");
    assertThat(database.<String>value("select down_script from codex_schema_history"))
        .contains("drop table a");
  }

  @Test
  void a_mixture_goes_statement_by_statement_where_the_tool_can_split(
      Vertx vertx, TestDatabase database) {
    scripts.with(
        "1_a.up.sql",
        "create table a (id bigint);\ncreate index concurrently i on a (id);\nvacuum a;");
    assertThat(migrate(vertx, database).applied()).hasSize(1);
    assertThat(database.<String>value("select to_regclass('i')::text")).isEqualTo("i");
  }

  @Test
  void a_mixture_is_refused_where_the_tool_would_fail(Vertx vertx, TestDatabase database) {
    scripts.with(
        "1_a/migration.sql", "create table a (id bigint);\ncreate index concurrently i on a (id);");
    ScriptsInvalid invalid = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), ScriptsInvalid.class);
    assertThat(invalid.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
    assertThat(database.<String>value("select to_regclass('a')::text")).isNull();
  }

  @Test
  void names_that_are_versions_are_found_again_in_the_history(Vertx vertx, TestDatabase database) {
    scripts
        .with("20240101000000_b/migration.sql", "create table b ();")
        .with("20240101000000_a/migration.sql", "create table a ();")
        .with("20240101000001/migration.sql", "create table c ();");
    assertThat(migrate(vertx, database).applied()).hasSize(3);
    assertThat(database.<String>values("select version from codex_schema_history order by rank"))
        .containsExactly("20240101000000_a", "20240101000000_b", "20240101000001.");
    assertThat(migrate(vertx, database).applied()).isEmpty();
    scripts.with("20240102000000_d/migration.sql", "create table d ();");
    assertThat(migrate(vertx, database).applied()).hasSize(1);
  }

  @Test
  void a_commit_at_the_end_of_a_script_for_flyway_is_ours(Vertx vertx, TestDatabase database) {
    scripts.with("V1__quartz.sql", "create table a ();\nselect 1/0;\nCOMMIT;\n");
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    assertThat(failed.failure().line()).isEqualTo(2);
    assertThat(database.<String>value("select to_regclass('a')::text")).isNull();
    scripts.with("V1__quartz.sql", "create table a ();\nCOMMIT;\n");
    assertThat(migrate(vertx, database).applied()).hasSize(1);
    assertThat(database.<String>value("select to_regclass('a')::text")).isEqualTo("a");
  }

  private MigrationReport migrate(Vertx vertx, TestDatabase database) {
    return Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
  }
}
