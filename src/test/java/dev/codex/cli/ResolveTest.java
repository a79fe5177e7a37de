package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person's word about what became of a migration. */
@ExtendWith(PostgresExtension.class)
final class ResolveTest {
  @TempDir
  private Path directory;

  private ScriptDirectory scripts;
  private TestDatabase database;

  /** The second one fails at its third statement; its transaction spans the fifth to the seventh. */
  @BeforeEach
  void scripts_of_both_kinds(TestDatabase empty) {
    database = empty;
    scripts = new ScriptDirectory(directory)
        .with("V1__a.sql", "create table a (x int);")
        .with(
            "V2__b.sql",
            "-- codex:no-transaction\ninsert into a values (1);\nset search_path = public;\nvacuum nope;\n"
                + "insert into a values (4);\n")
        .with("V3__c.sql", "create table c ();")
        .with("R__some_view.sql", "create view v as select nope from a");
  }

  private Cli.Ended run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--location", scripts.toString()));
    return Cli.run(database.env(), all.toArray(String[]::new));
  }

  private Cli.Ended resolve(String... args) {
    List<String> all = new ArrayList<>(List.of("resolve"));
    all.addAll(List.of(args));
    all.addAll(List.of("--reason", "it's so \\ because"));
    return run(all.toArray(String[]::new));
  }

  private List<Integer> rows() {
    return database.values("select x from a order by x");
  }

  @Test
  void from_a_statement_the_script_goes_on_there_and_why_is_kept() {
    run("migrate").withCode(6);
    assertThat(resolve("2", "--from-statement", "4", "--dry-run").withCode(0).out())
        .contains(
            "migration 2 (b) would go on at statement 4 of 4 (INSERT INTO, V2__b.sql:5) with the next codex migrate");
    assertThat(database.<String>value("select to_regclass('codex_resolution')::text"))
        .isNull();
    assertThat(resolve("2", "--from-statement", "4").withCode(0).out())
        .startsWith("migration 2 (b) goes on at statement 4 of 4");
    run("migrate").withCode(6);
    assertThat(rows()).containsExactly(1, 4);
    Map<String, Object> kept = database.query("select * from codex_resolution").get(0);
    assertThat(kept)
        .containsEntry("version", "2")
        .containsEntry("decision", "FROM_STATEMENT")
        .containsEntry("statement", 4)
        .containsEntry("reason", "it's so \\ because")
        .containsEntry("resolved_by", database.username());
  }

  @Test
  void applied_is_recorded_and_not_run() {
    run("migrate").withCode(6);
    assertThat(resolve("2", "--applied").withCode(0).out())
        .contains("migration 2 (b) is recorded as applied");
    assertThat(rows()).containsExactly(1);
    assertThat(database.<Long>value("select count(*) from codex_journal")).isZero();
    assertThat(database.<String>values("select script from codex_schema_history order by rank"))
        .containsExactly("V1__a.sql", "V2__b.sql");
    assertThat(resolve("2", "--applied").withCode(10).err())
        .contains("migration 2 (b) is recorded as applied, and there is nothing to decide");
  }

  @Test
  void not_applied_begins_anew() {
    run("migrate").withCode(6);
    assertThat(resolve("2", "--not-applied").withCode(0).out())
        .contains("goes on at statement 1 of 4 (INSERT INTO, V2__b.sql:2)");
    run("migrate").withCode(6);
    assertThat(rows()).containsExactly(1, 1);
  }

  @Test
  void a_repeatable_migration_is_named_by_its_description_or_its_script() {
    scripts.with("V2__b.sql", "select 1");
    run("migrate").withCode(6);
    JsonObject said = new JsonObject(
        resolve("some view", "--applied", "--output", "json").withCode(0).out());
    assertThat(said.getString("script")).isEqualTo("R__some_view.sql");
    assertThat(said.getString("decision")).isEqualTo("applied");
    assertThat(said.containsKey("version")).isTrue();
    assertThat(said.getString("version")).isNull();
    assertThat(resolve("R__some_view.sql", "--applied").withCode(10).err())
        .contains("some view is recorded as applied");
    assertThat(run("migrate").withCode(0).out()).startsWith("nothing to do");
  }

  @Test
  void a_change_that_was_made_by_hand_can_be_recorded_if_it_is_the_next_one() {
    database.execute("create table a (x int)");
    assertThat(resolve("2", "--applied").withCode(10).err())
        .contains("migration 1 (a) is pending and comes before 2 (b)");
    resolve("1", "--applied").withCode(0);
    run("migrate").withCode(6);
    assertThat(rows()).containsExactly(1);
  }

  @Test
  void nonsense_is_refused_and_nothing_is_written() {
    run("migrate").withCode(6);
    assertThat(resolve("9", "--applied").withCode(8).err()).contains("no script has version 9");
    assertThat(resolve("3", "--not-applied").withCode(10).err())
        .contains("nothing of migration 3 (c) has been begun");
    assertThat(resolve("3", "--from-statement", "1").withCode(10).err())
        .contains("V3__c.sql runs in one transaction");
    assertThat(resolve("2", "--from-statement", "5").withCode(10).err())
        .contains("has no statement 5, but those from 1 to 4; say --applied");
    assertThat(resolve("2", "--from-statement", "0").withCode(10).err())
        .contains("has no statement 0");
    resolve("2").withCode(2);
    resolve("2", "--applied", "--not-applied").withCode(2);
    assertThat(run("resolve", "2", "--applied").withCode(2).err()).contains("--reason");
    assertThat(run("resolve", "2", "--applied", "--reason", " ").withCode(2).err())
        .contains("--reason is empty");
    assertThat(database.<String>value("select to_regclass('codex_resolution')::text"))
        .isNull();
    assertThat(database.<Long>value("select count(*) from codex_journal")).isOne();
  }
}
