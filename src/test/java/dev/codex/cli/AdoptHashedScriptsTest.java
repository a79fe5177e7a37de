package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tables of the tools that keep checksums of the bytes, each made as the tool makes it. */
@ExtendWith(PostgresExtension.class)
final class AdoptHashedScriptsTest {
  private static final String PRISMA = """
      create table _prisma_migrations (id varchar(36) primary key not null, checksum varchar(64) not null,
        finished_at timestamptz, migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
        started_at timestamptz not null default now(), applied_steps_count integer not null default 0);
      """;
  private static final String SQLX = """
      create table _sqlx_migrations (version bigint primary key, description text not null,
        installed_on timestamptz not null default now(), success boolean not null, checksum bytea not null,
        execution_time bigint not null);
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

  private void prisma() {
    kept.with("20240131102030_a/migration.sql", "create table a ();")
        .with("20240131102031_b/migration.sql", "create table b ();\n")
        .with("20240131102032_c/migration.sql", "create table c ();")
        .with("migration_lock.toml", "provider = \"postgresql\"\n")
        .having("create table a (); create table b ();" + PRISMA)
        .having(prismaRow(
            "a", "20240131102030_a", "create table a ();", "'2024-01-31 10:20:31'", "null"))
        .having(prismaRow(
            "b", "20240131102031_b", "create table b ();\r\n", "'2024-01-31 10:20:32'", "null"));
  }

  private static String prismaRow(
      String id, String name, String text, String finished, String rolledBack) {
    return "insert into _prisma_migrations values ('%s', encode(sha256(convert_to(E'%s', 'UTF8')), 'hex'), %s, '%s', null, %s, '2024-01-31 10:20:3%d', 1);"
        .formatted(
            id,
            text.replace("\r", "\\r").replace("\n", "\\n"),
            finished,
            name,
            rolledBack,
            id.length() - 1);
  }

  @Test
  void prisma_is_taken_over_whatever_the_line_ends() {
    prisma();
    assertThat(kept.adopt("prisma"))
        .contains("adopted 2 migrations from public._prisma_migrations");
    assertThat(kept.history().get(0)).contains(entry("execution_millis", 1000L));
    assertThat(kept.adopt("prisma")).contains("nothing to adopt");
    kept.migrateApplies("20240131102032_c/migration.sql");
  }

  @Test
  void a_script_that_was_modified_after_prisma_applied_it_is_refused() {
    prisma();
    kept.with("20240131102031_b/migration.sql", "create table b (id int);\n");
    assertThat(kept.refuse("prisma"))
        .contains("migration 20240131102031_b was modified after prisma applied it");
  }

  @Test
  void what_prisma_has_not_ended_is_refused_and_what_was_rolled_back_is_pending() {
    prisma();
    kept.having(prismaRow("cc", "20240131102032_c", "create table c ();", "null", "null"));
    assertThat(kept.refuse("prisma"))
        .contains("migration 20240131102032_c has failed or was not ended, prisma says");
    kept.having("update _prisma_migrations set rolled_back_at = now() where id = 'cc'");
    assertThat(kept.adopt("prisma")).contains("adopted 2 migrations", "1 migration pending");
  }

  @Test
  void prisma_holds_its_lock_while_it_works() {
    prisma();
    try (TestSession prisma = database.open()) {
      prisma.execute("select pg_advisory_lock(72707369)");
      kept.run("adopt", "--from", "prisma", "--timeout", "0").withCode(5);
    }
  }

  @Test
  void sqlx_is_taken_over() {
    kept.with("20240131102030_a.sql", "create table a ();")
        .with("20240131102031_b.sql", "create table b ();")
        .having("create table a ();" + SQLX
            + "insert into _sqlx_migrations values (20240131102030, 'a', now(), true,"
            + " sha384('create table a ();'), 5000000)");
    assertThat(kept.adopt("sqlx"))
        .contains("adopted 1 migration from public._sqlx_migrations")
        .contains("the files alone do not tell their format: set migrations.format to sqlx");
    assertThat(kept.history().get(0)).contains(entry("execution_millis", 5L));
    kept.having("update _sqlx_migrations set checksum = 'x'");
    assertThat(kept.adopt("sqlx")).contains("nothing to adopt");
    kept.having("drop table codex_schema_history");
    assertThat(kept.refuse("sqlx"))
        .contains("migration 20240131102030 (a) was modified after sqlx applied it");
    kept.having(
        "update _sqlx_migrations set checksum = sha384('create table a ();'), success = false");
    assertThat(kept.refuse("sqlx"))
        .contains("migration 20240131102030 (a) has failed or was not ended, sqlx says");
  }
}
