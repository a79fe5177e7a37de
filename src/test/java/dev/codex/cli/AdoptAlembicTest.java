package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Alembic's table, made as Alembic makes it. */
@ExtendWith(PostgresExtension.class)
final class AdoptAlembicTest {
  @TempDir
  private Path directory;

  private AdoptedDatabase kept;

  @BeforeEach
  void itIsAtARevision(TestDatabase database) {
    kept = new AdoptedDatabase(database, directory)
        .with("V1__base.sql", "create table a ();")
        .with("V2__ae1027a6acf0_index.sql", "create table b ();")
        .with("V3__more.sql", "create table c ();")
        .having("create table alembic_version (version_num varchar(32) primary key);"
            + " insert into alembic_version values ('ae1027a6acf0')");
  }

  @Test
  void the_name_of_a_script_may_hold_its_revision() {
    assertThat(kept.adopt("alembic"))
        .contains("adopted 2 migrations", "1 migration pending: 3 (more)");
    kept.migrateApplies("V3__more.sql");
  }

  @Test
  void a_revision_that_no_script_names_is_named_by_a_person() {
    kept.having("update alembic_version set version_num = '0007'");
    assertThat(kept.refuse("alembic"))
        .contains(
            "the database is at revision 0007 of alembic, and no script here says that it ends there;"
                + " name the last version that it has with --revision 0007=VERSION");
    assertThat(kept.refuse("alembic", "--revision", "0007=9"))
        .contains("migration 9 was applied by alembic, and there is no script for it here");
    assertThat(kept.refuse("alembic", "--revision", "0008=1")).contains("at revision 0007");
    assertThat(kept.adopt("alembic", "--revision", "0007=1")).contains("adopted 1 migration");
    kept.migrateApplies("V2__ae1027a6acf0_index.sql", "V3__more.sql");
  }

  @Test
  void every_head_must_be_known_and_the_highest_counts() {
    kept.having("insert into alembic_version values ('1975ea83b712')");
    assertThat(kept.refuse("alembic")).contains("at revision 1975ea83b712 of alembic");
    assertThat(kept.adopt("alembic", "--revision", "1975ea83b712=3"))
        .contains("adopted 3 migrations");
  }

  @Test
  void a_script_of_several_upgrades_stands_for_the_last_of_them() {
    kept.with(
        "V2__ae1027a6acf0_index.sql",
        "-- Running upgrade a -> ae1027a6acf0\n\nselect 1;\n\n-- Running upgrade ae1027a6acf0 -> b\n\nselect 2;");
    assertThat(kept.refuse("alembic")).contains("at revision ae1027a6acf0 of alembic");
    kept.having("update alembic_version set version_num = 'b'");
    assertThat(kept.adopt("alembic")).contains("adopted 2 migrations");
  }

  @Test
  void it_waits_for_an_Alembic_that_is_at_work(TestDatabase database) {
    try (TestSession alembic = database.open()) {
      alembic.execute("begin; update alembic_version set version_num = 'x'");
      kept.run("adopt", "--from", "alembic", "--timeout", "0").withCode(5);
    }
  }

  @Test
  void a_revision_of_another_tool_is_a_mistake_in_the_usage() {
    assertThat(kept.run("adopt", "--from", "goose", "--revision", "a=1")
            .withCode(2)
            .err())
        .contains("--revision is for alembic, and not for goose");
  }
}
