package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.Refused;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a real PgBouncer. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class PoolerTest {
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void two_scripts(@TempDir Path directory, Vertx given) {
    vertx = given;
    scripts = Scripts.in(directory)
        .with("V1__a.sql", "create table a (x int)")
        .with("V2__b.sql", "insert into a values (1); select pg_sleep(0.3)");
  }

  private Future<MigrationReport> migrate(PgBouncer bouncer, String pooler) {
    return Migrator.create(vertx, scripts.config(bouncer.config(pooler))).migrate();
  }

  private static void assertUntouched(TestDatabase database) {
    assertThat(database.<Long>value(
            "select count(*) from pg_class where relname like 'codex%' or relname = 'a'"))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction", "statement"})
  void one_that_was_not_declared_is_refused_with_the_ways_out(String mode, TestDatabase database) {
    try (PgBouncer bouncer = PgBouncer.start(database, mode, 3)) {
      assertThat(Ended.badly(migrate(bouncer, "none"), Refused.class))
          .hasMessageContaining("is a connection pooler")
          .hasMessageContaining("database.migration_url")
          .hasMessageContaining("database.pooler to session")
          .hasMessageContaining("or to transaction");
      assertUntouched(database);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction"})
  void statement_mode_is_refused_whatever_is_declared(String declared, TestDatabase database) {
    try (PgBouncer bouncer = PgBouncer.start(database, "statement", 3)) {
      assertThat(Ended.badly(migrate(bouncer, declared), Refused.class))
          .hasMessageContaining("statement mode");
      assertUntouched(database);
    }
  }

  @Test
  void the_direct_address_is_used_where_there_is_one(TestDatabase database) {
    try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 1)) {
      var config = bouncer.config("none");
      config.getJsonObject("database").put("migration_url", database.url());
      assertThat(Ended.well(Migrator.create(vertx, scripts.config(config)).migrate())
              .applied())
          .hasSize(2);
    }
  }

  @Test
  void in_session_mode_everything_works(TestDatabase database) {
    scripts
        .with("V3__c.sql", "create index concurrently a_x on a (x)")
        .with("V4__d.sql", "set search_path = public; create table d ()");
    try (PgBouncer bouncer = PgBouncer.start(database, "session", 3)) {
      assertThat(Ended.well(migrate(bouncer, "session")).applied()).hasSize(4);
    }
  }

  @Test
  void in_transaction_mode_two_migrators_on_one_session_apply_each_script_once(
      TestDatabase database) {
    for (int i = 3; i < 8; i++) {
      scripts.with("V" + i + "__x.sql", "insert into a values (" + i + ")");
    }
    try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 1)) {
      List<Future<MigrationReport>> runs =
          List.of(migrate(bouncer, "transaction"), migrate(bouncer, "transaction"));
      int applied =
          runs.stream().mapToInt(run -> Ended.well(run).applied().size()).sum();
      assertThat(applied).isEqualTo(7);
    }
    assertThat(database.<Integer>values("select x from a order by 1"))
        .containsExactly(1, 3, 4, 5, 6, 7);
    assertThat(database.<Integer>values("select rank from codex_schema_history order by 1"))
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void in_transaction_mode_the_next_client_finds_nothing_of_ours(TestDatabase database) {
    scripts.with(
        "V3__c.sql", "set local search_path = pg_catalog; set local work_mem = '1MB'; select 1");
    try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 1)) {
      String settings =
          "select string_agg(name || '=' || setting, ',' order by name) from pg_settings"
              + " where (source = 'session' and name <> 'application_name') or name in ('search_path', 'statement_timeout', 'lock_timeout', 'work_mem')";
      String before = asked(bouncer, settings);
      assertThat(Ended.well(migrate(bouncer, "transaction")).applied()).hasSize(3);
      assertThat(asked(bouncer, settings)).isEqualTo(before);
      assertThat(asked(bouncer, "select count(*)::text from pg_locks where locktype = 'advisory'"))
          .isEqualTo("0");
      assertThat(asked(bouncer, "select count(*)::text from pg_listening_channels()"))
          .isEqualTo("0");
    }
  }

  /** What another client of the pool is told. */
  private String asked(PgBouncer bouncer, String sql) {
    var postgres = bouncer.config("none").getJsonObject("database").getJsonObject("postgres");
    var options = new io.vertx.pgclient.PgConnectOptions()
        .setHost(postgres.getString("host"))
        .setPort(postgres.getInteger("port"))
        .setDatabase(postgres.getString("database_name"))
        .setUser(postgres.getString("username"));
    options.setProperties(new java.util.HashMap<>(java.util.Map.of("client_encoding", "UTF8")));
    return Ended.well(PgConnection.connect(vertx, options)
        .compose(connection -> connection
            .query(sql)
            .execute()
            .map(rows -> rows.iterator().next().getString(0))
            .eventually(connection::close)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      create index concurrently a_x on a (x)                | CREATE INDEX runs outside a transaction
      set search_path = public; select 1                    | SET SEARCH_PATH stays in the session
      select 1; create temp table t (x int)                 | CREATE TEMP stays in the session
      select pg_advisory_lock(1)                            | SELECT PG_ADVISORY_LOCK stays in the session
      select set_config('search_path', '', false)           | SELECT SET_CONFIG stays in the session
      """)
  void in_transaction_mode_what_needs_a_session_is_refused_by_name_before_anything_runs(
      String script, String reason, TestDatabase database) {
    scripts.with("V3__c.sql", script);
    try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 2)) {
      assertThat(Ended.badly(migrate(bouncer, "transaction"), Refused.class))
          .hasMessageContaining("V3__c.sql:1:")
          .hasMessageContaining(reason)
          .hasMessageContaining("database.migration_url");
      assertUntouched(database);
    }
  }

  @Test
  void in_transaction_mode_a_script_that_fails_leaves_nothing(TestDatabase database) {
    scripts.with("V3__c.sql", "create table c ();\nselect 1/0");
    try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 1)) {
      assertThat(Ended.badly(
              migrate(bouncer, "transaction"),
              dev.codex.migration.CodexException.MigrationFailed.class))
          .hasMessageContaining("V3__c.sql:2:1");
      scripts.with("V3__c.sql", "create table c ()");
      assertThat(Ended.well(migrate(bouncer, "transaction")).applied()).hasSize(1);
    }
  }

  @Test
  void a_lock_that_another_tool_has_left_on_a_pooled_session_is_named(TestDatabase database) {
    try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 1)) {
      String key = String.valueOf(new dev.codex.postgres.CodexTables("public").lockKey());
      asked(bouncer, "select pg_advisory_lock(" + key + ")::text");
      int pid = Integer.parseInt(asked(bouncer, "select pg_backend_pid()::text"));
      assertThat(Ended.badly(
              Migrator.create(vertx, scripts.config(database, "{'lock': {'timeout': '1s'}}"))
                  .migrate(),
              dev.codex.migration.CodexException.LockTimedOut.class))
          .hasMessageContaining("pid " + pid)
          .hasMessageContaining("user " + database.username())
          .hasMessageContaining("idle");
    }
  }
}
