package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold is looked at when the turn of a script has come, and decides about that script alone. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class PreconditionsTest {
  private static final String MARKED = "--preconditions onFail:MARK_RAN\n--precondition-";

  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void start(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory);
    vertx = given;
  }

  private void changelog(String... changesets) {
    StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
    for (int i = 0; i < changesets.length; i++) {
      text.append("--changeset a:").append(i + 1).append(changesets[i]).append('\n');
    }
    scripts.with("a.sql", text.toString());
  }

  private MigrationReport migrate(CodexConfig config) {
    return Ended.well(Migrator.create(vertx, config).migrate());
  }

  @Test
  void each_sees_what_came_before_it_and_a_session_that_is_clean(TestDatabase database) {
    changelog(
        "\ncreate table seen (what text); set search_path = pg_catalog; set role none;",
        "\n" + MARKED + "table-exists table:seen\ninsert into seen values ('two');",
        "\n" + MARKED
            + "sql-check expectedResult:1 select count(*) from seen\ninsert into seen values ('three');",
        "\n" + MARKED
            + "sql-check expectedResult:1 select count(*) from seen\ninsert into seen values ('four');",
        "\ninsert into seen values ('five');");
    CodexConfig config = scripts.config(database);
    assertThat(migrate(config).applied()).hasSize(5);
    assertThat(database.<String>values("select what from seen"))
        .containsExactly("two", "three", "five");
    assertThat(database.<String>values("select script from codex_schema_history order by rank"))
        .containsExactly("a.sql::1::a", "a.sql::2::a", "a.sql::3::a", "a.sql::4::a", "a.sql::5::a");
    assertThat(migrate(config).applied()).isEmpty();
  }

  @Test
  void one_that_must_hold_ends_the_run_with_its_place_until_it_holds(TestDatabase database) {
    changelog(
        "\ncreate table many (id int); insert into many values (1);",
        "\n--precondition-sql-check expectedResult:0 select count(*) from many\ncreate table next (id int);",
        "\ncreate table last (id int);");
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    assertThat(failed.failure().place()).isEqualTo("a.sql:5:1");
    assertThat(failed)
        .hasMessageContaining("its precondition does not hold: found 1, and 0 is expected")
        .hasMessageContaining("5 | --precondition-sql-check expectedResult:0");
    assertThat(failed.applied()).hasSize(1);
    assertThat(database.<Long>value("select count(*) from codex_attempt where line = 5"))
        .isEqualTo(1);
    database.execute("delete from many");
    assertThat(migrate(scripts.config(database)).applied()).hasSize(2);
    assertThat(database.<Boolean>value(
            "select to_regclass('next') is not null and to_regclass('last') is not null"))
        .isTrue();
  }

  @Test
  void one_that_cannot_be_looked_at_keeps_its_code(TestDatabase database) {
    changelog(
        "\n--preconditions onFail:WARN\n--precondition-sql-check expectedResult:0 select nosuch\ncreate table t ();");
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    assertThat(failed.failure().sqlState()).isEqualTo("42703");
    assertThat(failed).hasMessageContaining("cannot be looked at: column \"nosuch\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction"})
  void behind_a_pooler_they_decide_too(String pooler, TestDatabase database) {
    changelog(
        "\ncreate table t (id int);",
        "\n" + MARKED + "sql-check expectedResult:1 select count(*) from t\ndrop table t;",
        "\n" + MARKED + "table-exists table:t\ninsert into t values (1);");
    try (PgBouncer bouncer = PgBouncer.start(database, pooler, 5)) {
      assertThat(migrate(scripts.config(bouncer.config(pooler))).applied()).hasSize(3);
    }
    assertThat(database.<Long>value("select count(*) from t")).isEqualTo(1);
  }

  @Test
  void a_lock_that_others_have_is_no_verdict(TestDatabase database) {
    database.execute("create table t (id int)");
    database.executeAsSuperuser(
        "alter role " + database.username() + " set lock_timeout = '200ms'");
    changelog("\n--preconditions onError:MARK_RAN\n--precondition-sql-check expectedResult:0"
        + " select count(*) from t\ninsert into t values (1);");
    try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 5);
        TestSession other = database.open()) {
      other.execute("begin; lock table t");
      Future<MigrationReport> run =
          Migrator.create(vertx, scripts.config(bouncer.config("transaction"))).migrate();
      Ended.until(
          "the run waits",
          () -> database.<Long>value("select count(*) from pg_locks where not granted") > 0);
      Ended.pause(Duration.ofMillis(600));
      other.execute("rollback");
      Ended.well(run);
    } finally {
      database.executeAsSuperuser("alter role " + database.username() + " reset lock_timeout");
    }
    assertThat(database.<Long>value("select count(*) from t")).isEqualTo(1);
  }

  @Test
  void a_value_stands_for_a_placeholder_in_them(TestDatabase database) {
    changelog(
        "\n" + MARKED + "sql-check expectedResult:7 select ${wanted}\ncreate table t ();",
        "\n" + MARKED + "sql-check expectedResult:'${wanted}' select 7\ncreate table u ();");
    JsonObject config = database.config();
    config.put(
        "migrations",
        new JsonObject()
            .put("placeholder_replacement", "true")
            .put("placeholders", new JsonObject().put("wanted", "7")));
    migrate(scripts.config(config));
    assertThat(database.<Boolean>value(
            "select to_regclass('t') is not null and to_regclass('u') is not null"))
        .isTrue();
  }

  @Test
  void a_placeholder_without_a_value_is_told_before_anything_runs(TestDatabase database) {
    changelog(
        "\ncreate table t ();",
        "\n" + MARKED + "sql-check expectedResult:7 select ${wanted}\ncreate table u ();");
    JsonObject config = database.config();
    config.put("migrations", new JsonObject().put("placeholder_replacement", "true"));
    assertThat(Ended.badly(
            Migrator.create(vertx, scripts.config(config)).migrate(), ScriptsInvalid.class))
        .hasMessageContaining("a.sql:6:")
        .hasMessageContaining("${wanted}");
    assertThat(database.<Boolean>value("select to_regclass('t') is null")).isTrue();
  }

  /** What it has done by then is what its precondition would have found. */
  @Test
  void a_script_that_was_cut_short_goes_on_without_another_look(TestDatabase database) {
    changelog(
        "\ncreate table t (id int);",
        " runInTransaction:false\n" + MARKED
            + "sql-check expectedResult:0 select count(*) from pg_indexes where indexname = 'first'\n"
            + "create index concurrently first on t (id);\ncreate index concurrently second on t (nosuch);");
    Ended.badly(Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    database.execute("alter table t add nosuch int");
    assertThat(migrate(scripts.config(database)).applied()).hasSize(1);
    assertThat(database.<Long>value(
            "select count(*) from pg_indexes where indexname in ('first', 'second')"))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESET", "LOSE_ANSWER", "CANCEL"})
  void a_look_that_is_cut_short_decides_nothing(String kind, TestDatabase database) {
    changelog(
        "\ncreate table t (id int);",
        "\n--preconditions onFail:MARK_RAN onError:MARK_RAN\n--precondition-sql-check expectedResult:1"
            + " select count(*) from (select pg_sleep(0.3)) x\ninsert into t values (1);");
    try (FaultProxy proxy = FaultProxy.to(database)) {
      boolean[] done = new boolean[1];
      proxy.onCancel(pid -> database.executeAsSuperuser("select pg_cancel_backend(" + pid + ")"));
      proxy.harm(Kind.valueOf(kind), query -> {
        boolean now = !done[0] && query.contains("asked.found");
        done[0] |= now;
        return now;
      });
      migrate(scripts.config(proxy.config()));
      assertThat(proxy.done()).hasSize(1);
    }
    assertThat(database.<Long>value("select count(*) from t")).isEqualTo(1);
  }
}
