package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each kind of statement outside a transaction when the run that sent it does not see its end. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class JournalKindsTest {
  private static final Kind[] LOST = {Kind.CLOSE, Kind.LOSE_ANSWER};
  private static final String INDEXES =
      "select coalesce(string_agg(indexrelid::regclass || case when indisvalid then '' else ' INVALID' end, ', '"
          + " order by indexrelid::regclass::text), '') from pg_index where indrelid = 't'::regclass";
  private static final String OBJECTS = """
      create table t (a int, b int, constraint c check (a > 0) not valid);
      insert into t values (1, 1), (2, 2); create index j on t (b);
      create type e as enum ('a');
      create table p (a int) partition by list (a); create table p1 partition of p for values in (1)""";

  private Scripts scripts;
  private Vertx vertx;
  private TestDatabase database;

  @BeforeEach
  void objects_of_each_kind(@TempDir Path directory, Vertx given, TestDatabase empty) {
    scripts = Scripts.in(directory);
    vertx = given;
    database = empty;
    database.execute(OBJECTS);
  }

  private Future<MigrationReport> run() {
    return Migrator.create(vertx, scripts.config(database)).migrate();
  }

  /** Applies a statement through a wire that loses it, or its answer, once. */
  private void applyCut(Kind what, String cutAt, String statement, JsonObject config) {
    scripts.with("V1__kind.sql", "-- codex:no-transaction\n" + statement + ";\nvacuum t");
    try (FaultProxy wire = FaultProxy.to(database)) {
      AtomicBoolean cut = new AtomicBoolean();
      wire.harm(what, query -> query.startsWith(cutAt) && !cut.getAndSet(true));
      JsonObject through = wire.config().mergeIn(config, true);
      Ended.well(Migrator.create(vertx, scripts.config(through)).migrate());
      assertThat(wire.done()).hasSize(1);
    }
    assertThat(valueAsSuperuser("select count(*) from codex_schema_history")).isOne();
    assertThat(valueAsSuperuser("select count(*) from codex_journal")).isZero();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      create index concurrently i on t (a)                | i, j
      CREATE Unique /* a */ index concurrently if not exists "I" on t (a) | "I", j
      create index concurrently on t (a)                  | j, t_a_idx
      drop index concurrently j                           | ''
      reindex index concurrently j                        | j
      reindex (concurrently) table t                      | j
      vacuum full t                                       | j
      cluster t using j                                   | j
      """)
  void an_index_is_there_once_and_valid(String statement, String indexes) {
    for (Kind what : LOST) {
      applyCut(what, statement, statement, new JsonObject());
      assertThat(database.<String>value(INDEXES)).isEqualTo(indexes);
      database.execute(
          "drop table t, p, codex_schema_history, codex_journal; drop type e;" + OBJECTS);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      alter table t validate constraint c                      | select count(*) from pg_constraint where conname = 'c' and convalidated
      alter table t add constraint d check (b > 0) not valid   | select count(*) from pg_constraint where conname = 'd'
      alter type e add value 'z'                               | select count(*) from pg_enum where enumlabel = 'z'
      alter table p detach partition p1 concurrently           | select 1 - count(*) from pg_inherits
      insert into t values (7, 7)                              | select count(*) from t where a = 7
      do $$ begin insert into t values (7, 7); end $$          | select count(*) from t where a = 7
      """)
  void what_it_does_is_done_once(String statement, String count) {
    boolean inTransaction = !statement.endsWith("concurrently");
    for (Kind what : LOST) {
      for (String at :
          inTransaction ? new String[] {statement, "commit"} : new String[] {statement}) {
        applyCut(what, at, statement, new JsonObject());
        assertThat(database.<Number>value(count).intValue()).isOne();
        database.execute(
            "drop table if exists p1; drop table t, p, codex_schema_history, codex_journal; drop type e;"
                + OBJECTS);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "create database %s, drop database %s, select count(*) from pg_database where datname = '%s'",
    "create tablespace %s location '', drop tablespace %s, select count(*) from pg_tablespace where spcname = '%s'",
    "alter system set dynamic_library_path = '%s', alter system reset dynamic_library_path,"
        + " select count(*) from pg_file_settings where name = 'dynamic_library_path'"
  })
  void so_are_those_of_the_whole_server(String make, String drop, String count) {
    assumeTrue(
        !make.contains("tablespace") || database.major() >= 15,
        "a tablespace in the data directory needs PostgreSQL 15");
    String name = database.name() + "_x";
    JsonObject config = asSuperuser();
    for (Kind what : LOST) {
      String made = make.formatted(name);
      String set = make.contains("tablespace") ? "set allow_in_place_tablespaces = on;\n" : "";
      applyCut(what, made, set + made, config);
      assertThat(valueAsSuperuser(count.formatted(name))).isOne();
      String dropped = drop.formatted(name);
      database.executeAsSuperuser("drop table codex_schema_history, codex_journal");
      applyCut(what, dropped, dropped, config);
      assertThat(valueAsSuperuser(count.formatted(name))).isZero();
      database.executeAsSuperuser("drop table codex_schema_history, codex_journal");
    }
  }

  @Test
  void so_is_a_subscription() {
    for (Kind what : LOST) {
      database.executeAsSuperuser(
          "create subscription s connection 'host=nowhere' publication x with (connect = false);"
              + " alter subscription s disable; alter subscription s set (slot_name = none)");
      applyCut(what, "drop subscription s", "drop subscription s", asSuperuser());
      assertThat(valueAsSuperuser("select count(*) from pg_subscription where subname = 's'"))
          .isZero();
      database.executeAsSuperuser("drop table codex_schema_history, codex_journal");
    }
  }

  private JsonObject asSuperuser() {
    var superuser = database.superuserConnectOptions();
    String password = superuser.getPassword() == null ? "" : superuser.getPassword();
    JsonObject whole = database.configAs(superuser.getUser(), password);
    JsonObject postgres = whole.getJsonObject("database").getJsonObject("postgres");
    postgres.remove("host");
    postgres.remove("port");
    return whole;
  }

  private long valueAsSuperuser(String sql) {
    try (TestSession session = database.openAsSuperuser()) {
      return session.<Long>value(sql);
    }
  }

  /** Kills the backend of a statement while somebody else holds it up. */
  private void killWhileHeldUp(String statement, String holding, int kills) {
    scripts.with("V1__kind.sql", statement);
    try (TestSession other = database.open()) {
      other.execute(holding);
      Future<MigrationReport> run = run();
      for (int i = 0; i < kills; i++) {
        Ended.until(
            statement + " waits",
            () ->
                database.<Long>value("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()"
                        + " and wait_event_type = 'Lock' and query like '%concurrently%'")
                    > 0);
      }
      other.execute("rollback");
      assertThat(Ended.well(run).applied()).hasSize(1);
    }
  }

  @Test
  void a_partition_that_is_half_detached_is_finalized() {
    killWhileHeldUp(
        "alter table p detach partition p1 concurrently", "begin; select count(*) from p", 1);
    assertThat(database.<Long>value("select count(*) from pg_inherits")).isZero();
  }

  @Test
  void a_REINDEX_that_was_cut_short_leaves_no_copies() {
    killWhileHeldUp(
        "reindex index concurrently j",
        "begin; insert into t values (9, 9); select 1 / count(*) from t",
        2);
    assertThat(database.<String>value(INDEXES)).isEqualTo("j");
  }

  @Test
  void an_index_without_a_name_is_not_built_twice() {
    killWhileHeldUp("create index concurrently on t (a)", "begin; insert into t values (9, 9)", 2);
    assertThat(database.<String>value(INDEXES)).isEqualTo("j, t_a_idx");
  }

  @Test
  void an_index_that_is_half_dropped_is_dropped() {
    killWhileHeldUp("drop index concurrently j", "begin; select count(*) from t where b = 1", 2);
    assertThat(database.<String>value(INDEXES)).isEmpty();
  }

  @Test
  void an_index_that_was_there_before_is_not_taken_for_the_one_that_was_built() {
    database.execute("create index i on t (b)");
    scripts.with("V1__kind.sql", "create index concurrently i on t (a)");
    try (FaultProxy wire = FaultProxy.to(database)) {
      AtomicBoolean cut = new AtomicBoolean();
      wire.harm(
          Kind.LOSE_ANSWER, query -> query.startsWith("create index conc") && !cut.getAndSet(true));
      MigrationFailed failed = Ended.badly(
          Migrator.create(vertx, scripts.config(wire.config())).migrate(), MigrationFailed.class);
      assertThat(failed.failure().sqlState()).isEqualTo("42P07");
    }
  }

  @Test
  void a_unique_index_without_a_name_that_fails_leaves_nothing() {
    scripts.with("V1__kind.sql", "create unique index concurrently on t ((a - a))");
    Ended.badly(run(), MigrationFailed.class);
    assertThat(database.<String>value(INDEXES)).isEqualTo("j");
  }

  @Test
  void
      a_procedure_that_commits_runs_outside_of_a_transaction_and_so_does_what_the_server_refuses_in_one() {
    database.execute("create procedure commits() language plpgsql as $$ begin commit; end $$");
    scripts.with(
        "V1__kind.sql",
        "-- codex:no-transaction\ncall commits();\ndo $$ begin call commits(); end $$;\nreindex table p;\nvacuum t");
    Ended.well(run());
  }
}
