package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tables of Atlas, refinery and Supabase, each made as the tool makes it. */
@ExtendWith(PostgresExtension.class)
final class AdoptCommittedScriptsTest {
  private static final Path SAMPLES = Path.of("src/test/resources/formats");
  private static final String GRAPHILE_HASH = "sha1:4681392829952b0bea6e7e560c2359fa0690e128";
  private static final String ATLAS = """
      create schema atlas_schema_revisions;
      create table atlas_schema_revisions.atlas_schema_revisions (version varchar primary key, description varchar not null,
        type bigint not null default 2, applied bigint not null default 0, total bigint not null default 0,
        executed_at timestamptz not null, execution_time bigint not null, error text, error_stmt text, hash varchar not null,
        partial_hashes jsonb, operator_version varchar not null);
      insert into atlas_schema_revisions.atlas_schema_revisions values
        ('.atlas_cloud_identifier', 'x', 2, 0, 0, now(), 0, null, null, '', null, ''),
        ('20240101120000', 'create_books', 2, 2, 2, '2024-01-31 10:20:30Z', 5000000, null, null,
         'v2USmTjz66um+p2yWpSmuFcgTQY0KJtXVL9H8veLteI=', 'null', 'Atlas CLI');
      """;

  @TempDir
  private Path directory;

  private TestDatabase database;
  private AdoptedDatabase kept;

  @BeforeEach
  void nothingYet(TestDatabase given) {
    database = given;
    kept = new AdoptedDatabase(database, directory);
  }

  private void sample(String format) {
    TakeOver.copy(SAMPLES.resolve(format), directory);
  }

  private void applied(String path) {
    try {
      kept.having(java.nio.file.Files.readString(directory.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void atlas() {
    sample("atlas");
    applied("20240101120000_create_books.sql");
    kept.having(ATLAS);
  }

  private void inAtlas(String change) {
    kept.having("update atlas_schema_revisions.atlas_schema_revisions set " + change
        + " where version = '20240101120000'");
  }

  @Test
  void atlas_is_taken_over() {
    atlas();
    assertThat(kept.adopt("atlas"))
        .contains("adopted 1 migration from atlas_schema_revisions.atlas_schema_revisions");
    assertThat(kept.history().get(0)).contains(entry("execution_millis", 5L));
    assertThat(kept.adopt("atlas")).contains("nothing to adopt");
    kept.migrateApplies("20240102120000_title_index.sql");
  }

  @Test
  void what_atlas_has_not_ended_or_applied_otherwise_is_refused() {
    atlas();
    inAtlas("applied = 1, error = 'x'");
    assertThat(kept.refuse("atlas"))
        .contains(
            "migration 20240101120000 (create books) has failed or was not ended, atlas says");
    inAtlas("applied = 2, error = null, hash = 'y'");
    assertThat(kept.refuse("atlas")).contains("was modified after atlas applied it");
  }

  @Test
  void a_checkpoint_that_atlas_applied_stands_for_what_is_below_it() {
    kept.with("20230101000000_a.sql", "create table a ();")
        .with("20240101120000_all.sql", "-- atlas:checkpoint\n\ncreate table a ();")
        .with("20240202000000_c.sql", "create table c ();")
        .having(ATLAS + "create table a ();");
    assertThat(kept.adopt("atlas"))
        .contains("baseline 20240101120000: every script up to it counts as applied")
        .contains("1 migration pending: 20240202000000 (c)");
    kept.migrateApplies("20240202000000_c.sql");
  }

  @Test
  void atlas_holds_its_lock_while_it_works() {
    atlas();
    try (TestSession atlas = database.open()) {
      atlas.execute("select pg_advisory_lock(2686470616)");
      kept.run("adopt", "--from", "atlas", "--timeout", "0").withCode(5);
    }
  }

  @Test
  void what_atlas_applied_and_is_not_here_or_not_in_its_sum_is_refused() {
    atlas();
    inAtlas("version = '20230101000000'");
    assertThat(kept.refuse("atlas"))
        .contains("migration 20230101000000 (create books) was applied by atlas");
    kept.with("20240102120000_title_index.sql", "select 1;");
    assertThat(kept.refuse("atlas"))
        .contains(
            "20240102120000_title_index.sql or a script before it was modified, added or removed");
  }

  private void graphile() {
    sample("graphile");
    applied("committed/000001-create-books.sql");
    kept.having(
        "create schema graphile_migrate; create table graphile_migrate.migrations (hash text primary key,"
            + " previous_hash text references graphile_migrate.migrations, filename text not null, date timestamptz not"
            + " null default now()); insert into graphile_migrate.migrations values ('"
            + GRAPHILE_HASH + "', null, '000001-create-books.sql', '2024-01-31 10:20:30Z')");
  }

  @Test
  void graphile_is_taken_over() {
    graphile();
    assertThat(kept.adopt("graphile"))
        .contains("adopted 1 migration from graphile_migrate.migrations");
    assertThat(kept.adopt("graphile")).contains("nothing to adopt");
    kept.migrateApplies("committed/000002-title-index.sql");
  }

  @Test
  void what_graphile_applied_otherwise_or_is_not_here_is_refused() {
    graphile();
    kept.having("update graphile_migrate.migrations set hash = 'sha1:other'");
    assertThat(kept.refuse("graphile"))
        .contains("was modified after graphile applied it", "graphile recorded sha1:other");
    kept.having("update graphile_migrate.migrations set filename = '000007-gone.sql'");
    assertThat(kept.refuse("graphile")).contains("migration 000007 was applied by graphile");
  }

  @Test
  void graphile_holds_its_lock_while_it_works() {
    graphile();
    busy("graphile", "select pg_advisory_xact_lock(4727445306447283)");
  }

  private void busy(String tool, String work) {
    try (TestSession other = database.open()) {
      other.execute("begin; " + work);
      kept.run("adopt", "--from", tool, "--timeout", "0").withCode(5);
      other.execute("rollback");
    }
    assertThat(kept.hasHistory()).isFalse();
  }

  private void refinery() {
    sample("refinery");
    applied("V1__create_books.sql");
    applied("U3__genres.sql");
    String columns =
        "(version int4 primary key, name varchar(255), applied_on varchar(255), checksum varchar(255))";
    kept.having("create table refinery_schema_history " + columns)
        .having("insert into refinery_schema_history values"
            + " (1, 'create_books', '2024-01-31T10:20:30.123456789Z', '"
            + sums("V1__create_books.sql") + "'),"
            + " (3, 'genres', '2024-01-31T10:20:31Z', '" + sums("U3__genres.sql") + "')");
  }

  /** By Rust's own hasher, of the samples. */
  private static String sums(String name) {
    return name.startsWith("V1") ? "577568002485057064" : "286674083712236076";
  }

  @Test
  void refinery_is_taken_over() {
    refinery();
    assertThat(kept.adopt("refinery"))
        .contains("adopted 2 migrations from public.refinery_schema_history")
        .contains("set migrations.format to refinery");
    assertThat(kept.scripts()).containsExactly("V1__create_books.sql", "U3__genres.sql");
    assertThat(kept.adopt("refinery")).contains("nothing to adopt");
  }

  @Test
  void a_script_that_was_modified_after_refinery_applied_it_is_refused() {
    refinery();
    kept.with("U3__genres.sql", "select 1;");
    assertThat(kept.refuse("refinery"))
        .contains("migration 3 (genres) was modified after refinery applied it");
  }

  @Test
  void what_refinery_applied_and_is_not_here_is_refused_and_it_is_waited_for() {
    refinery();
    busy("refinery", "delete from refinery_schema_history");
    kept.having("update refinery_schema_history set version = 7 where version = 3");
    assertThat(kept.refuse("refinery")).contains("migration 7 (genres) was applied by refinery");
  }

  @Test
  void what_supabase_applied_and_is_not_here_is_refused_and_it_is_waited_for() {
    supabase();
    busy("supabase", "delete from supabase_migrations.schema_migrations");
    kept.having("update supabase_migrations.schema_migrations set version = '20230101000000'");
    assertThat(kept.refuse("supabase"))
        .contains("migration 20230101000000 (create books) was applied by supabase");
  }

  private void supabase() {
    sample("supabase");
    applied("20240101120000_create_books.sql");
    kept.having(
        "create schema supabase_migrations; create table supabase_migrations.schema_migrations"
            + " (version text primary key, statements text[], name text); insert into"
            + " supabase_migrations.schema_migrations values ('20240101120000', '{}', 'create_books')");
  }

  @Test
  void supabase_is_taken_over() {
    supabase();
    assertThat(kept.adopt("supabase"))
        .contains("adopted 1 migration from supabase_migrations.schema_migrations");
    assertThat(kept.adopt("supabase")).contains("nothing to adopt");
  }
}
