package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.faults.Logged;
import dev.codex.migration.CodexException.Refused;
import dev.codex.migration.Plan;
import dev.codex.postgres.CodexTables;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles and their privileges, and schemas with odd names. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class RolesTest {
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void two_scripts(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory);
    vertx = given;
  }

  private void migrate(CodexConfig config) {
    Ended.well(Migrator.create(vertx, config).migrate());
  }

  private static JsonObject inSchema(JsonObject json, String schema) {
    return json.mergeIn(
        new JsonObject().put("migrations", new JsonObject().put("schema", schema)), true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "My App", "say \"hi\" 'there' \\ ä"})
  void the_schema_may_have_any_name(String schema, TestDatabase database) {
    scripts.with("V1__a.sql", "select 1").with("V2__i.sql", "vacuum");
    CodexConfig config = scripts.config(inSchema(database.config(), schema));
    Ended.badly(
        Migrator.create(
                vertx,
                scripts
                    .with("V3__bad.sql", "select 1 / 0")
                    .config(inSchema(database.config(), schema)))
            .migrate(),
        dev.codex.migration.CodexException.MigrationFailed.class);
    scripts.without("V3__bad.sql");
    migrate(config);
    Ended.well(SchemaWaiter.create(vertx, config).awaitReady());
    Plan plan = Ended.well(SchemaReader.create(vertx, config, "info").read());
    assertThat(plan.isUpToDate()).isTrue();
    assertThat(database.<String>values(
            "select nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid"
                + " where relname = 'codex_schema_history'"))
        .containsExactly(schema);
  }

  @Test
  void two_applications_in_one_database_do_not_meet(TestDatabase database, @TempDir Path other) {
    scripts.with("V1__a.sql", "create table a ()");
    Scripts others = Scripts.in(other).with("V1__b.sql", "create table b ()");
    migrate(scripts.config(inSchema(database.config(), "one")));
    migrate(others.config(inSchema(database.config(), "two")));
    assertThat(database.<String>value("select to_regclass('b')::text")).isEqualTo("b");
  }

  @Test
  void readers_may_read_from_the_first_run_on_and_new_ones_from_the_next(TestDatabase database) {
    String first = database.createRole("first");
    String second =
        database.createRole("Second \"2\"".replace("\"", "").replace(" ", "").toLowerCase());
    scripts.with("V1__a.sql", "select 1");
    String schema = "App 1";
    JsonObject json = inSchema(database.config(), schema);
    json.getJsonObject("migrations").put("readers", new io.vertx.core.json.JsonArray().add(first));
    migrate(scripts.config(json));
    Ended.well(SchemaWaiter.create(
            vertx, scripts.config(inSchema(database.configAs(first, database.password()), schema)))
        .awaitReady());
    scripts.with("V2__b.sql", "select 2");
    json.getJsonObject("migrations")
        .put("readers", new io.vertx.core.json.JsonArray().add(first).add(second));
    migrate(scripts.config(json));
    Ended.well(SchemaWaiter.create(
            vertx, scripts.config(inSchema(database.configAs(second, database.password()), schema)))
        .awaitReady());
  }

  @Test
  void a_role_that_owns_a_schema_and_nothing_else_can_migrate(TestDatabase database) {
    String role = database.createRole("mig");
    database.executeAsSuperuser(
        "revoke create on schema public from public; revoke all on database "
            + database.name() + " from public; grant connect on database " + database.name()
            + " to " + role
            + "; create schema app authorization " + role);
    scripts.with("V1__a.sql", "create table app.a ()").with("V2__i.sql", "vacuum app.a");
    migrate(scripts.config(inSchema(database.configAs(role, database.password()), "app")));
    assertThat(database.<String>value(
            "select tableowner from pg_tables where tablename = 'codex_schema_history'"))
        .isEqualTo(role);
  }

  @Test
  void a_role_without_privileges_is_told_the_grant_which_works(TestDatabase database) {
    String role = database.createRole("poor");
    database.execute("create schema \"My \"\"App\"\"\"");
    scripts.with("V1__a.sql", "select 1");
    CodexConfig config =
        scripts.config(inSchema(database.configAs(role, database.password()), "My \"App\""));
    Refused refused = Ended.badly(Migrator.create(vertx, config).migrate(), Refused.class);
    Matcher grant =
        Pattern.compile("grant create, usage on schema [^;]*").matcher(refused.getMessage());
    assertThat(grant.find()).isTrue();
    database.execute(grant.group());
    migrate(config);
  }

  @Test
  void a_reader_that_does_not_exist_is_told_before_anything_is_applied(TestDatabase database) {
    scripts.with("V1__a.sql", "create table a ()");
    JsonObject json = database
        .config()
        .put(
            "migrations",
            new JsonObject()
                .put("readers", new io.vertx.core.json.JsonArray().add("no such \"role\"")));
    assertThat(Ended.badly(
            Migrator.create(vertx, scripts.config(json)).migrate(),
            dev.codex.migration.CodexException.ConfigurationInvalid.class))
        .hasMessage(
            "migrations.readers names \"no such \"\"role\"\"\", and this server has no such role; create it, or correct"
                + " migrations.readers");
    assertThat(database.<String>value("select to_regclass('codex_schema_history')::text"))
        .isNull();
  }

  @Test
  void a_new_reader_is_granted_by_a_run_that_has_nothing_to_apply(TestDatabase database) {
    String reader = database.createRole("reader");
    scripts.with("V1__a.sql", "create table a ()");
    migrate(scripts.config(database));
    migrate(scripts.config(database
        .config()
        .put(
            "migrations",
            new JsonObject().put("readers", new io.vertx.core.json.JsonArray().add(reader)))));
    Ended.well(
        SchemaWaiter.create(vertx, scripts.config(database.configAs(reader, database.password())))
            .awaitReady());
  }

  @Test
  void a_superuser_is_warned_and_an_ordinary_role_is_not(TestDatabase database) {
    scripts.with("V1__a.sql", "select 1");
    String warning = "user " + database.username() + " is a superuser";
    try (Logged log = Logged.watch(warning)) {
      migrate(scripts.config(database));
      assertThat(log.leaks()).isEmpty();
      scripts.with("V2__b.sql", "select 2");
      database.executeAsSuperuser("alter role " + database.username() + " superuser");
      migrate(scripts.config(database));
      assertThat(log.leaks()).singleElement().asString().contains("docs/roles.md");
    } finally {
      database.executeAsSuperuser("alter role " + database.username() + " nosuperuser");
    }
  }

  /** A collision of keys, or a lock that an application has taken by chance. */
  @Test
  void a_lock_of_somebody_else_with_our_key_is_waited_for_and_no_more(TestDatabase database) {
    scripts.with("V1__a.sql", "select 1");
    try (TestSession other = database.open()) {
      other.execute("select pg_advisory_lock(" + new CodexTables("public").lockKey() + ")");
      AtomicBoolean waiting = new AtomicBoolean();
      Future<?> run = Migrator.create(vertx, scripts.config(database))
          .withProgress(new Progress() {
            @Override
            public void waitingForLock(String holder) {
              waiting.set(holder.contains("codex-test"));
            }
          })
          .migrate();
      Ended.until("it waits, and says for whom", waiting::get);
      other.execute("select pg_advisory_unlock_all()");
      Ended.well(run);
    }
  }
}
