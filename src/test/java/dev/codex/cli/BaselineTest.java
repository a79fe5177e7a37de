package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
final class BaselineTest {
  @TempDir
  private Path directory;

  private AdoptedDatabase kept;

  @BeforeEach
  void threeScripts(TestDatabase database) {
    kept = new AdoptedDatabase(database, directory)
        .with("V1__a.sql", "create table a ();")
        .with("V2__b.sql", "create table b ();")
        .with("V3__c.sql", "create table c ();")
        .with("R__v.sql", "create or replace view v as select 1 as x;")
        .having("create table a (); create table b ();");
  }

  @Test
  void every_script_up_to_it_counts_as_applied_and_the_rest_is_pending() {
    assertThat(kept.run("baseline", "2").withCode(0).out())
        .contains("baseline 2: every script up to it counts as applied")
        .contains("adopted 2 migrations; 2 migrations pending: 3 (c) and on");
    assertThat(kept.history()).extracting(row -> row.get("version")).containsExactly("1", "2");
    kept.migrateApplies("V3__c.sql", "R__v.sql");
  }

  @Test
  void a_dry_run_writes_nothing() {
    assertThat(kept.run("baseline", "2", "--dry-run").withCode(0).out())
        .contains("would adopt 2 migrations");
    assertThat(kept.hasHistory()).isFalse();
  }

  @Test
  void a_second_time_changes_nothing_and_another_one_is_refused() {
    kept.run("baseline", "2").withCode(0);
    assertThat(kept.run("baseline", "2.0").withCode(0).out())
        .contains("nothing to adopt: 2 are recorded already; 2 migrations pending: 3 (c) and on");
    assertThat(kept.run("baseline", "1").withCode(0).out()).contains("nothing to adopt");
    assertThat(kept.run("baseline", "3").withCode(10).err())
        .contains("this database has a history already, 2 rows up to version 2");
    assertThat(kept.scripts()).hasSize(2);
  }

  @Test
  void a_version_that_no_script_has_is_refused() {
    assertThat(kept.run("baseline", "2.5").withCode(8).err())
        .contains(
            "no script has version 2.5; the nearest below it is 2; name the version of the last script");
    assertThat(kept.hasHistory()).isFalse();
  }
}
