package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
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

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class PlaceholderTest {
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void directory(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory);
    vertx = given;
  }

  private MigrationReport migrate(TestDatabase database, String placeholders) {
    return Ended.well(Migrator.create(vertx, config(database, placeholders)).migrate());
  }

  private CodexConfig config(TestDatabase database, String placeholders) {
    return scripts.config(database, "{'migrations':{'placeholders':{" + placeholders + "}}}");
  }

  @Test
  void values_stand_wherever_flyway_puts_them(TestDatabase database) {
    scripts.with("V1__a.sql", """
        -- ${not read in a comment between statements}
        create table ${Table} (${columns}, "${COLUMN}" text);
        create function f() returns text language sql as $$ select '${column}' $$;
        ${statements};
        copy ${table} from stdin;
        1\t${column} in data
        2\t\\N
        \\.
        insert into ${table} values (3, '${flyway:filename} ${flyway:USER} ${flyway:database} ${flyway:defaultSchema}');
        """);
    migrate(
        database,
        "'table':'books','COLUMNS':'id int primary key','column':'Tïtle','statements':'create table x (); create table y ()'");
    assertThat(database.<String>values("select \"Tïtle\" from books order by id"))
        .containsExactly(
            "Tïtle in data",
            null,
            "V1__a.sql " + database.username() + " "
                + database.<String>value("select current_database()") + " public");
    assertThat(database.<String>value("select f()")).isEqualTo("Tïtle");
    assertThat(database.<Long>value("select count(*) from pg_tables where tablename in ('x', 'y')"))
        .isEqualTo(2);
  }

  @Test
  void the_checksum_of_a_version_is_that_of_its_text(TestDatabase database) {
    scripts.with("V1__a.sql", "create table ${name} ()");
    migrate(database, "'name':'one'");
    assertThat(migrate(database, "'name':'other'").applied()).isEmpty();
    assertThat(migrate(database, "").applied()).isEmpty();
  }

  @Test
  void a_repeatable_script_is_applied_again_for_another_value_and_not_for_another_time(
      TestDatabase database) {
    scripts.with(
        "R__v.sql",
        "create or replace view v as select '${flyway:timestamp}'::text as at, '${Name}'::text as name");
    assertThat(migrate(database, "'name':'one','unused':'x'").applied()).hasSize(1);
    database.execute("select pg_sleep(1.1)");
    assertThat(migrate(database, "'name':'one','unused':'y'").applied()).isEmpty();
    assertThat(migrate(database, "'name':'two'").applied()).hasSize(1);
    assertThat(database.<String>value("select name from v")).isEqualTo("two");
  }

  @Test
  void one_without_a_value_is_an_error_with_its_place_before_anything_runs(TestDatabase database) {
    scripts
        .with("V1__a.sql", "create table a ()")
        .with("V2__b.sql", "select 1;\n\ncreate table ${tabel} (\n  id int)");
    ScriptsInvalid invalid = Ended.badly(
        Migrator.create(vertx, config(database, "'table':'b'")).migrate(), ScriptsInvalid.class);
    assertThat(invalid.problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.sentence())
                .startsWith(
                    "V2__b.sql:3:14: there is no value for the placeholder ${tabel}; did you mean table?"));
    assertThat(database.<Long>value("select count(*) from pg_tables where tablename = 'a'"))
        .isZero();
  }

  @Test
  void a_failure_points_at_the_text_as_it_is_written_and_shows_no_value(TestDatabase database) {
    scripts.with(
        "V1__a.sql",
        "create table t (id int);\nselect '${Secret}',\n  ${secret2} + 1, nope\nfrom t where '${secret}' is null");
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, config(database, "'secret':'a\\nhidden\\nvalue','secret2':'4711'"))
            .migrate(),
        MigrationFailed.class);
    assertThat(failed.failure().place()).isEqualTo("V1__a.sql:3:19");
    assertThat(failed.getMessage()).contains("3 |   ${secret2} + 1, nope");
    scripts.with("V1__a.sql", "select ${secret}");
    MigrationFailed named = Ended.badly(
        Migrator.create(vertx, config(database, "'secret':'hunter2'")).migrate(),
        MigrationFailed.class);
    assertThat(named.getMessage())
        .contains("V1__a.sql:1:8: column \"${secret}\" does not exist")
        .doesNotContain("hunter2");
    assertThat(database.<String>value("select string_agg(message, '') from codex_attempt"))
        .doesNotContain("hunter2");
  }

  @Test
  void a_value_that_tears_a_statement_is_refused(TestDatabase database) {
    scripts.with("V1__a.sql", "select 1;\n  select ${open}");
    ScriptsInvalid invalid = Ended.badly(
        Migrator.create(vertx, config(database, "'open':'it\\u0027s'")).migrate(),
        ScriptsInvalid.class);
    assertThat(invalid.getMessage()).contains("V1__a.sql:2:3: with the values");
  }

  @Test
  void they_are_left_alone_where_they_are_none(TestDatabase database) {
    scripts
        .with("1_a.up.sql", "create table a as select '${name}'::text as t")
        .with("1_a.down.sql", "drop table a");
    migrate(database, "'name':'x'");
    assertThat(database.<String>value("select t from a")).isEqualTo("${name}");
  }

  @Test
  void a_file_beside_the_script_or_a_key_switches_them_off(TestDatabase database) {
    scripts
        .with("V1__a.sql", "create table a as select '${name}'::text as t")
        .with("V1__a.sql.conf", "placeholderReplacement=false");
    migrate(database, "");
    assertThat(database.<String>value("select t from a")).isEqualTo("${name}");
    scripts.with("V2__b.sql", "insert into a values ('${name} <<name>>')");
    Ended.well(Migrator.create(
            vertx,
            scripts.config(
                database,
                "{'migrations':{'placeholder_prefix':'<<','placeholder_suffix':'>>','placeholders':{'name':'x'}}}"))
        .migrate());
    assertThat(database.<Long>value("select count(*) from a where t = '${name} x'"))
        .isEqualTo(1);
  }

  @Test
  void a_script_too_large_to_be_kept_has_them_too(TestDatabase database) {
    scripts.with(
        "V1__a.sql",
        "create table ${t} (x text);\n"
            + ("insert into ${t} values ('${v}'); /*" + "x".repeat(100_000) + "*/\n").repeat(90));
    migrate(database, "'t':'big','v':'w'");
    assertThat(database.<Long>value("select count(*) from big where x = 'w'")).isEqualTo(90);
  }
}
