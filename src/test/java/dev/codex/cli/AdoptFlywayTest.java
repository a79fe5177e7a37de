package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Flyway's table, made as Flyway makes it. */
@ExtendWith(PostgresExtension.class)
final class AdoptFlywayTest {
  static final String TABLE = """
      create table %1$sflyway_schema_history (installed_rank int not null, version varchar(50),
        description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int,
        installed_by varchar(100) not null, installed_on timestamp not null default now(), execution_time int not null,
        success boolean not null);
      alter table %1$sflyway_schema_history add constraint flyway_schema_history_pk primary key (installed_rank);
      create index flyway_schema_history_s_idx on %1$sflyway_schema_history (success);
      """;

  private static final String PERSON =
      "create table PERSON (\n    ID int not null,\n    NAME varchar(100) not null\n);\n";
  private static final String TWO = "SELECT 1;\nSELECT 2;\n";

  @TempDir
  private Path directory;

  private AdoptedDatabase kept;

  @BeforeEach
  void twoOfThreeScriptsAreApplied(TestDatabase database) {
    kept = new AdoptedDatabase(database, directory)
        .with("V1.0__person.sql", PERSON)
        .with("U1.0__person.sql", "drop table person;")
        .with("V2__two.sql", TWO)
        .with("V3__more.sql", "create table more ();")
        .having(TABLE.formatted(""))
        .having(row(1, "'1.0'", "person", "SQL", "V1.0__person.sql", "1715188512"))
        .having(row(2, "'2'", "two", "SQL", "V2__two.sql", "-1665099012"))
        .having(PERSON);
  }

  private static String row(
      int rank, String version, String description, String type, String script, String checksum) {
    return "insert into flyway_schema_history values (%d, %s, '%s', '%s', '%s', %s, 'ann', '2024-01-31 10:20:30.5', 42, true);"
        .formatted(rank, version, description, type, script, checksum);
  }

  @Test
  void its_rows_become_ours_and_migrate_applies_the_rest() {
    String out = kept.adopt("flyway");
    assertThat(out)
        .containsPattern("(?m)^1.0 +person +V1.0__person.sql +2024-01-31 10:20:30 +ann$")
        .contains(
            "adopted 2 migrations from public.flyway_schema_history; 1 migration pending: 3 (more)");
    assertThat(kept.history())
        .hasSize(2)
        .first()
        .satisfies(row -> assertThat(row)
            .contains(
                entry("rank", 1),
                entry("version", "1.0"),
                entry("installed_by", "ann"),
                entry("at", LocalDateTime.parse("2024-01-31T10:20:30.5")),
                entry("execution_millis", 42L),
                entry("algorithm", (short) 1),
                entry("down_script", "drop table person;")));
    assertThat(kept.run("info").withCode(0).out()).containsPattern("(?m)^2 +two +applied ");
    kept.migrateApplies("V3__more.sql");
  }

  @Test
  void a_second_time_changes_nothing_and_says_so() {
    kept.adopt("flyway");
    assertThat(kept.adopt("flyway"))
        .isEqualToIgnoringNewLines(
            "nothing to adopt from public.flyway_schema_history: 2 are recorded already; 1 migration pending: 3 (more)");
    kept.having(row(3, "'3'", "more", "SQL", "V3__more.sql", "null"));
    assertThat(kept.adopt("flyway"))
        .contains(
            "adopted 1 migration from public.flyway_schema_history, 2 more are recorded already; nothing is pending");
    assertThat(kept.scripts()).hasSize(3);
  }

  @Test
  void a_dry_run_shows_it_and_writes_nothing() {
    assertThat(kept.adopt("flyway", "--dry-run")).contains("would adopt 2 migrations");
    JsonObject json = kept.json("adopt", "--from", "flyway", "--dry-run");
    assertThat(json.getBoolean("dry_run")).isTrue();
    assertThat(json.getString("source")).isEqualTo("public.flyway_schema_history");
    assertThat(json.getJsonArray("adopted")).hasSize(2);
    assertThat(json.getJsonArray("adopted").getJsonObject(0).getString("applied_at"))
        .isEqualTo("2024-01-31T10:20:30.500Z");
    assertThat(json.getJsonArray("pending")).hasSize(1);
    assertThat(kept.hasHistory()).isFalse();
  }

  @Test
  void a_script_that_was_modified_is_refused() {
    kept.with("V2__two.sql", "SELECT 1; \nSELECT 2;\n");
    assertThat(kept.refuse("flyway"))
        .contains(
            "migration 2 (two) was modified after flyway applied it: V2__two.sql has the checksum -1320587121, flyway"
                + " recorded -1665099012");
  }

  @Test
  void line_ends_and_byte_order_marks_are_no_modification() {
    kept.with("V2__two.sql", "\uFEFFSELECT 1;\r\nSELECT 2;");
    assertThat(kept.adopt("flyway")).contains("adopted 2 migrations");
  }

  @Test
  void a_failed_migration_is_refused() {
    kept.having("update flyway_schema_history set success = false where version = '2'");
    assertThat(kept.refuse("flyway"))
        .contains("migration 2 (two) has failed or was not ended, flyway says");
  }

  @Test
  void what_has_no_script_here_is_refused_unless_it_is_asked_for() {
    kept.having(row(3, "'2.5'", "lost", "SQL", "V2.5__lost.sql", "7"));
    assertThat(kept.refuse("flyway"))
        .contains("migration 2.5 (lost) was applied by flyway, and there is no script for it here");
    assertThat(kept.adopt("flyway", "--ignore-missing")).contains("V2.5__lost.sql (not here)");
    assertThat(kept.scripts()).containsExactly("V1.0__person.sql", "V2__two.sql", "V2.5__lost.sql");
    assertThat(kept.adopt("flyway")).contains("nothing to adopt");
    assertThat(kept.run("info").withCode(0).out()).containsPattern("2.5 +lost +missing");
  }

  @Test
  void a_baseline_stands_for_everything_below_it() {
    kept.having("delete from flyway_schema_history");
    kept.having(
        row(1, "'2'", "<< Flyway Baseline >>", "BASELINE", "<< Flyway Baseline >>", "null"));
    assertThat(kept.adopt("flyway"))
        .contains("baseline 2: every script up to it counts as applied", "adopted 2 ");
    kept.migrateApplies("V3__more.sql");
  }

  @Test
  void markers_of_schemas_and_of_deleted_and_undone_migrations_are_no_rows() {
    kept.having(row(0, "null", "<< Flyway Schema Creation >>", "SCHEMA", "\"public\"", "null"))
        .having(row(3, "'3'", "more", "SQL", "V3__more.sql", "1"))
        .having(row(4, "'3'", "more", "UNDO_SQL", "U3__more.sql", "1"))
        .having(row(5, "'0.1'", "gone", "SQL", "V0.1__gone.sql", "1"))
        .having(row(6, "'0.1'", "gone", "DELETE", "V0.1__gone.sql", "1"));
    assertThat(kept.adopt("flyway")).contains("adopted 2 migrations");
    kept.migrateApplies("V3__more.sql");
  }

  @Test
  void what_Flyway_never_ran_does_not_stand_in_the_way() {
    kept.with("data.sql", "select 1;")
        .with("V2_missing.sql", "select 1;")
        .with("U9__z.sql", "select 1;")
        .with("R__.sql", TWO)
        .having(row(3, "null", "", "SQL", "R__.sql", "-1665099012"));
    assertThat(kept.adopt("flyway"))
        .contains("adopted 3 migrations", "1 migration pending: 3 (more)")
        .contains("set migrations.format to flyway");
    assertThat(kept.scripts()).containsExactly("V1.0__person.sql", "V2__two.sql", "R__.sql");
    assertThat(kept.run("migrate", "--location", directory.toString()).err())
        .contains("data.sql: no V", "or set migrations.format: flyway");
  }

  @Test
  void a_repeatable_script_stays_pending_if_it_differs() {
    kept.with("R__same_view.sql", TWO)
        .with("R__other.sql", "create view ${name} as select 1;")
        .having(row(3, "null", "same view", "SQL", "R__same_view.sql", "1"))
        .having(row(4, "null", "other", "SQL", "R__other.sql", "77"))
        .having(row(5, "null", "same view", "SQL", "R__same_view.sql", "-1665099012"));
    assertThat(kept.adopt("flyway"))
        .contains(
            "R__other.sql differs from what was applied",
            "adopted 3 migrations",
            "2 migrations pending");
    assertThat(kept.scripts())
        .containsExactly("V1.0__person.sql", "V2__two.sql", "R__same_view.sql");
  }

  @Test
  void it_waits_for_a_Flyway_that_is_at_work(TestDatabase database) {
    try (TestSession flyway = database.open()) {
      flyway.execute("begin; select pg_advisory_xact_lock(77433833903597)");
      Cli.Ended late = kept.run("adopt", "--from", "flyway", "--timeout", "1").withCode(5);
      assertThat(late.err())
          .contains("is held by flyway or who holds its lock: pid " + flyway.processId());
      flyway.execute("rollback");
    }
    assertThat(kept.hasHistory()).isFalse();
    kept.adopt("flyway");
  }

  @Test
  void its_table_may_be_in_another_schema(TestDatabase database) {
    kept.having("create schema app; alter table flyway_schema_history set schema app");
    assertThat(kept.adopt("flyway", "--dry-run")).contains("from app.flyway_schema_history");
    kept.having("create schema other; " + TABLE.formatted("other."));
    assertThat(kept.refuse("flyway"))
        .contains(
            "there are several histories of flyway in this database: app.flyway_schema_history,"
                + " other.flyway_schema_history; say which with --table");
    assertThat(kept.adopt("flyway", "--table", "app.flyway_schema_history"))
        .contains("adopted 2 migrations");
  }

  @Test
  void a_table_that_is_not_there_or_not_its_own_is_one_sentence() {
    kept.having("drop table flyway_schema_history; create table public.history (id int)");
    assertThat(kept.refuse("flyway"))
        .contains("there is no table flyway_schema_history in this database; say where");
    assertThat(kept.refuse("flyway", "--table", "public.history"))
        .contains(
            "public.history does not have the columns of flyway's table; say which tool it is of with --from");
  }

  @Test
  void a_tool_that_is_not_known_is_a_mistake_in_the_usage() {
    assertThat(kept.run("adopt", "--from", "flyaway").withCode(2).err())
        .contains(
            "--from flyaway is no tool that Codex can adopt from; these are: flyway, golang-migrate, goose");
    kept.run("adopt").withCode(2);
  }

  @Test
  void a_role_that_may_not_read_the_table_is_told_so(TestDatabase database) {
    database.executeAsSuperuser("alter table flyway_schema_history owner to postgres");
    assertThat(kept.run("adopt", "--from", "flyway").withCode(10).err())
        .contains("public.flyway_schema_history may not be read and locked by this user");
    assertThat(kept.hasHistory()).isFalse();
  }
}
