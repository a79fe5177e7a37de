package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** info, plan and validate, as a person and as a program reads them. */
@ExtendWith(PostgresExtension.class)
final class StatusCommandsTest {
  @TempDir
  private Path directory;

  private ScriptDirectory scripts;

  @BeforeEach
  void twoScripts() {
    scripts = new ScriptDirectory(directory)
        .with("V1__create_books.sql", "create table books (id int);\n")
        .with("R__titles.sql", "create or replace view titles as select id from books;\n");
  }

  private Cli.Ended run(TestDatabase database, String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--location";
    all[args.length + 1] = scripts.toString();
    return Cli.run(database.env(), all);
  }

  private JsonObject json(TestDatabase database, int code, String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--output";
    all[args.length + 1] = "json";
    return new JsonObject(run(database, all).withCode(code).out());
  }

  @Test
  void info_shows_what_is_applied_and_what_is_pending(TestDatabase database) {
    assertThat(run(database, "info").withCode(0).out())
        .containsPattern("(?m)^1 +create books +pending")
        .contains("nothing is applied; 2 migrations pending");
    run(database, "migrate").withCode(0);
    scripts.with("V2__more.sql", "select 1");
    assertThat(run(database, "info").withCode(0).out())
        .containsPattern("(?m)^1 +create books +applied +20\\d\\d-\\S+ \\S+ +" + database.username()
            + " +\\d+ ms$")
        .containsPattern("(?m)^ +titles +applied")
        .containsPattern("(?m)^2 +more +pending")
        .contains("the schema is at version 1; 1 migration pending");
  }

  @Test
  void info_says_the_same_as_JSON(TestDatabase database) {
    run(database, "migrate").withCode(0);
    JsonObject json = json(database, 0, "info");
    JsonObject first = json.getJsonArray("migrations").getJsonObject(0);
    assertThat(first.getString("state")).isEqualTo("applied");
    assertThat(first.getString("applied_by")).isEqualTo(database.username());
    assertThat(first.getString("script")).isEqualTo("V1__create_books.sql");
    assertThat(json.getJsonArray("problems")).isEmpty();
  }

  @Test
  void migrate_tells_what_it_did(TestDatabase database) {
    JsonObject json = json(database, 0, "migrate");
    assertThat(json.getJsonArray("applied")).hasSize(2);
    assertThat(json.getJsonObject("schema").getString("version")).isEqualTo("1");
    assertThat(run(database, "migrate").withCode(0).out())
        .isEqualToIgnoringNewLines(
            "nothing to do: the schema is at version 1, 2 migrations are applied");
    assertThat(json(database, 0, "migrate").getJsonArray("applied")).isEmpty();
  }

  @Test
  void plan_tells_in_which_order(TestDatabase database) {
    assertThat(run(database, "plan").withCode(0).out().lines())
        .containsExactly(
            "  1. 1 (create books)  V1__create_books.sql",
            "  2. titles  R__titles.sql",
            "nothing is applied; 2 migrations pending");
    run(database, "plan", "--check").withCode(11);
    assertThat(json(database, 11, "plan", "--check").getJsonArray("pending")).hasSize(2);
    assertThat(database.<String>value("select to_regclass('codex_schema_history')::text"))
        .isNull();
  }

  @Test
  void plan_and_validate_name_what_goes_statement_by_statement_and_what_runs_around(
      TestDatabase database) {
    scripts
        .with("V2__i.sql", "create index concurrently i on books (id)")
        .with("afterMigrate.sql", "analyze");
    assertThat(run(database, "plan").withCode(0).out())
        .contains("  2. 2 (i)  V2__i.sql  (statement by statement)")
        .contains("     callback afterMigrate  afterMigrate.sql");
    JsonObject plan = json(database, 0, "plan");
    assertThat(plan.getJsonArray("pending").getJsonObject(1).getBoolean("statement_by_statement"))
        .isTrue();
    assertThat(plan.getJsonArray("callbacks").getJsonObject(0).getString("event"))
        .isEqualTo("afterMigrate");
    assertThat(run(database, "validate").withCode(0).out())
        .contains("V2__i.sql goes statement by statement");
  }

  @Test
  void plan_tells_how_far_this_image_is_behind(TestDatabase database) {
    scripts.with("V2__more.sql", "create table more (id int);\n-- codex:down\ndrop table more;\n");
    run(database, "migrate").withCode(0);
    assertThat(scripts.path().resolve("V2__more.sql").toFile().delete()).isTrue();
    assertThat(run(database, "plan", "--check").withCode(0).out())
        .contains("this image is 1 behind the database; down scripts are stored for 1 of 1");
    JsonObject behind = json(database, 0, "plan").getJsonArray("behind").getJsonObject(0);
    assertThat(behind.getBoolean("has_down")).isTrue();
  }

  @Test
  void plan_prints_one_JSON_document_also_when_the_scripts_are_not_valid(TestDatabase database) {
    scripts.with("V1__again.sql", "select 1");
    JsonObject json = json(database, 8, "plan");
    assertThat(json.getJsonArray("problems")).hasSize(1);
    run(database, "plan").withCode(8);
  }

  @Test
  void validate_tells_all_problems_at_once(TestDatabase database) {
    run(database, "migrate").withCode(0);
    assertThat(run(database, "validate").withCode(0).out())
        .startsWith("valid: the schema is at version 1");
    scripts
        .with("V1__create_books.sql", "create table books (id bigint);\n")
        .with("V0.5__late.sql", "select 1;\n")
        .with("2_wrong.sql", "select 1;\n")
        .with("V3__a.sql", "select 1;\n")
        .with("V3__b.sql", "select 1;\n");
    Cli.Ended ended = run(database, "validate").withCode(8);
    assertThat(ended.err())
        .contains("migration 1 (create books) was modified after it was applied")
        .contains("V0.5__late.sql", "2_wrong.sql", "V3__a.sql and V3__b.sql have both version 3");
    JsonObject json = json(database, 8, "validate");
    assertThat(json.getBoolean("valid")).isFalse();
    assertThat(json.getJsonArray("problems").stream()
            .map(problem -> ((JsonObject) problem).getString("code")))
        .contains("modified", "out_of_order", "unreadable_name", "duplicate");
  }

  @Test
  void validate_reads_what_undoes_a_migration_too(TestDatabase database) {
    scripts
        .with("V2__a.sql", "create table a ();\n-- codex:down\ndrop table a;\nselect 'open;\n")
        .with("V3__b.sql", "create index concurrently b on books (id);\n")
        .with("U3__b.sql", "drop index concurrently b;\n")
        .with("V4__c.sql", "create table c ();\n")
        .with("U4__c.sql", "drop table c;\n\\gset\n");
    assertThat(run(database, "validate").withCode(8).err())
        .contains("V2__a.sql:4:8: this quote is not closed")
        .contains("U4__c.sql:2:1: \\gset is a command of psql")
        .doesNotContain("U3__b.sql");
    assertThat(run(database, "migrate").withCode(0).out()).contains("applied 5 migrations");
  }

  @Test
  void a_failure_is_JSON_too(TestDatabase database) {
    scripts.with("V2__wrong.sql", "create tabel x ();");
    JsonObject error = json(database, 6, "migrate").getJsonObject("error");
    assertThat(error.getInteger("exit_code")).isEqualTo(6);
    assertThat(error.getString("kind")).isEqualTo("MigrationFailed");
    assertThat(error.getString("message")).contains("V2__wrong.sql:1:8: syntax error");
  }

  @Test
  void wait_tells_when_the_schema_is_there(TestDatabase database) {
    run(database, "migrate").withCode(0);
    assertThat(
            run(database, "wait-for-migrations", "--timeout", "120").withCode(0).out())
        .isEqualToIgnoringNewLines("the schema is at version 1, 2 migrations are applied");
    assertThat(Cli.run(database.env(), "wait-for-migrations", "--version", "1", "--output", "json")
            .withCode(0)
            .out())
        .contains("\"version\" : \"1\"");
    scripts.with("V2__more.sql", "select 1");
    assertThat(
            run(database, "wait-for-migrations", "--timeout", "6").withCode(4).err())
        .contains(
            "migrations not complete after 6 s: 1 of 3 migrations are pending, the schema is at version 1");
  }
}
