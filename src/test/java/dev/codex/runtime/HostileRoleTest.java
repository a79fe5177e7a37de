package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException.Refused;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A role that may create objects where the migrating one looks for names (CVE-2018-1058): its code must never run. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class HostileRoleTest {
  private static final String FIRE =
      "language plpgsql as $$ begin insert into public.canary values (current_user); return ";

  private TestDatabase database;
  private Scripts scripts;
  private Vertx vertx;
  private String low;

  @BeforeEach
  void a_role_with_a_place_to_put_things(@TempDir Path directory, Vertx given, TestDatabase empty) {
    database = empty;
    vertx = given;
    low = database.createRole("low");
    database.executeAsSuperuser(
        "create table public.canary (who text); grant insert, select on public.canary to public;"
            + " grant create, usage on schema public to " + low);
    scripts = Scripts.in(directory)
        .with("V1__a.sql", "create table public.a (id int)")
        .with(
            "V2__i.sql",
            "create index concurrently i on public.a (id);\nreindex index concurrently public.i;\nvacuum public.a");
  }

  private void asLow(String sql) {
    try (TestSession session = database.openAsSuperuser()) {
      session.execute("set session authorization " + low);
      session.execute(sql);
    }
  }

  private void assertSilent() {
    assertThat(database.<String>values("select who from public.canary where who <> '" + low + "'"))
        .isEmpty();
  }

  @Test
  void functions_and_operators_of_ours_are_those_of_the_system() {
    StringBuilder planted = new StringBuilder();
    for (String function : new String[] {
      "now() returns timestamptz",
      "clock_timestamp() returns timestamptz",
      "pg_backend_pid() returns int",
      "pg_try_advisory_lock(bigint) returns boolean",
      "pg_try_advisory_lock(numeric) returns boolean",
      "pg_try_advisory_xact_lock(bigint) returns boolean",
      "to_regclass(text) returns regclass",
      "sha256(bytea) returns bytea",
      "starts_with(text, text) returns boolean"
    }) {
      planted
          .append("create function public.")
          .append(function)
          .append(' ')
          .append(FIRE)
          .append("null; end $$;");
    }
    String[] types = {
      "name, name", "name, text", "text, text", "oid, regclass", "text, name", "oid, text"
    };
    for (int i = 0; i < types.length; i++) {
      String[] pair = types[i].split(", ");
      planted
          .append("create function public.f")
          .append(i)
          .append("(")
          .append(types[i])
          .append(") returns boolean ")
          .append(FIRE)
          .append("true; end $$;");
      for (String operator : new String[] {"=", "<>", "~"}) {
        planted
            .append("create operator public.")
            .append(operator)
            .append(" (function = public.f")
            .append(i)
            .append(", leftarg = ")
            .append(pair[0])
            .append(", rightarg = ")
            .append(pair[1])
            .append(");");
      }
    }
    asLow(planted.toString());
    Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
    Ended.well(SchemaWaiter.create(vertx, scripts.config(database)).awaitReady());
    Ended.well(SchemaReader.create(vertx, scripts.config(database), "info").read());
    assertSilent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table public.codex_journal (like public.codex_attempt);"
            + " create trigger t before insert on public.codex_journal for each row execute function public.fire()",
        "create table public.codex_schema_history (rank int default public.number(), version text, description text,"
            + " kind text, script text, checksum text, algorithm smallint, phase text, floor text, down_script text,"
            + " down_checksum text, release text, build text, installed_by text, installed_at timestamptz,"
            + " execution_millis bigint, run_id uuid, fenced boolean)",
        "create table public.codex_attempt (id int check (public.number() > 0))",
        "create table public.codex_attempt (id int);"
            + " create rule r as on insert to public.codex_attempt do also select public.number()"
      })
  void a_table_of_our_name_with_code_in_it_is_refused_before_it_is_written(String plant) {
    asLow("create function public.fire() returns trigger " + FIRE + "new; end $$;"
        + " create function public.number() returns int " + FIRE + "1; end $$;"
        + (plant.contains("like") ? " create table public.codex_attempt (script text);" : "")
        + plant);
    database.executeAsSuperuser("grant all on all tables in schema public to public");
    assertThat(
            Ended.badly(Migrator.create(vertx, scripts.config(database)).migrate(), Refused.class))
        .hasMessageContaining("belongs to role \"" + low + "\" and has code in it");
    assertSilent();
    assertThat(database.<String>value("select to_regclass('a')::text")).isNull();
  }

  /** Before the first run there is no table of ours, and looking for it is the first thing that is done. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create view public.codex_schema_history as select public.number() as rank, public.word() as version,"
            + " public.word() as description, public.word() as checksum, public.word() as floor",
        "create table public.codex_schema_history (rank int, version text, description text, kind text, script text, checksum text, floor text);"
            + " insert into public.codex_schema_history values (1, '1', 'a', 'versioned', 'x', 'b', null);"
            + " create policy p on public.codex_schema_history using (public.number() = 1);"
            + " alter table public.codex_schema_history enable row level security",
        "create type public.odd as (word text); create function public.cast(public.odd) returns text "
            + FIRE
            + "'x'; end $$; create cast (public.odd as text) with function public.cast(public.odd) as implicit;"
            + " create table public.codex_schema_history (rank int, version public.odd, description text, kind text, script text, checksum text, floor text);"
            + " insert into public.codex_schema_history values (1, row('1'), 'a', 'versioned', 'x', 'b', null)"
      })
  void what_stands_in_the_place_of_the_history_is_not_read(String plant) {
    asLow("create function public.number() returns int " + FIRE + "1; end $$;"
        + " create function public.word() returns text " + FIRE + "'x'; end $$;" + plant
        + "; grant all on public.codex_schema_history to public");
    for (Future<?> reading : List.of(
        Migrator.create(vertx, scripts.config(database)).migrate(),
        SchemaWaiter.create(vertx, scripts.config(database)).awaitReady(),
        SchemaReader.create(vertx, scripts.config(database), "info").read())) {
      assertThat(Ended.badly(reading, Refused.class))
          .hasMessageContaining("is not the table that Codex makes")
          .hasMessageContaining("revoke create on schema \"public\" from public");
    }
    assertSilent();
  }

  @Test
  void tables_of_our_names_elsewhere_on_the_search_path_are_not_ours() {
    database.executeAsSuperuser("create schema " + database.name() + " authorization " + low
        + "; grant usage on schema " + database.name() + " to public");
    asLow("create table " + database.name() + ".codex_schema_history (x int); create table "
        + database.name() + ".codex_attempt (x int); grant select on all tables in schema "
        + database.name() + " to public");
    Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
    assertThat(database.<Long>value("select count(*) from public.codex_schema_history"))
        .isEqualTo(2);
    assertThat(database.<Long>value(
            "select count(*) from " + database.name() + ".codex_schema_history"))
        .isZero();
  }

  @Test
  void nobody_else_can_put_a_trigger_on_our_tables() {
    Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
    asLow("create function public.fire() returns trigger " + FIRE + "new; end $$");
    assertThatThrownBy(
            () -> asLow(
                "create trigger t before insert on public.codex_schema_history for each row execute function public.fire()"))
        .hasMessageContaining("permission denied");
  }
}
