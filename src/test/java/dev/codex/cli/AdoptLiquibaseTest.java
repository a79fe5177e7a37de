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

/** Liquibase's tables, made as Liquibase makes them. */
@ExtendWith(PostgresExtension.class)
final class AdoptLiquibaseTest {
  private static final String TABLES = """
      create table databasechangelog (id varchar(255) not null, author varchar(255) not null, filename varchar(255) not null,
        dateexecuted timestamp not null, orderexecuted int not null, exectype varchar(10) not null, md5sum varchar(35),
        description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255),
        labels varchar(255), deployment_id varchar(10));
      create table databasechangeloglock (id int primary key, locked boolean not null, lockgranted timestamp,
        lockedby varchar(255));
      insert into databasechangeloglock values (1, false, null, null);
      """;
  private static final String BOOKS = "create table a (\n  id int);\n";
  private static final String BOOKS_SUM = "9:bc977861bd4473eb06a874429a50b8f6";

  @TempDir
  private Path directory;

  private AdoptedDatabase kept;

  @BeforeEach
  void twoOfThreeChangesetsAreApplied(TestDatabase database) {
    kept = new AdoptedDatabase(database, directory)
        .with(
            "changes/a.sql",
            "--liquibase formatted sql\n--changeset ann:1\n" + BOOKS
                + "--rollback drop table a;\n--changeset ann:view runOnChange:true\ncreate or replace view v as select 1;\n"
                + "--changeset ann:3\ncreate view w as select * from v;\n")
        .having(TABLES)
        .having(row(1, "1", "db/changes/a.sql", BOOKS_SUM))
        .having(row(2, "view", "db/changes/a.sql", "8:anything"))
        .having(BOOKS + "create view v as select 1;");
  }

  private static String row(int order, String id, String file, String sum) {
    return "insert into databasechangelog values ('%s', 'ann', '%s', '2024-01-31 10:20:30', %d, 'EXECUTED', '%s', 'sql', '', null, '4.33.0', null, null, '1');"
        .formatted(id, file, order, sum);
  }

  @Test
  void its_changesets_become_ours_and_migrate_applies_the_rest() {
    assertThat(kept.adopt("liquibase"))
        .contains("adopted 2 migrations from public.databasechangelog")
        .contains("1 migration pending: changes/a.sql::3::ann");
    assertThat(kept.history().get(0))
        .contains(
            entry("version", "changes/a.sql::1::ann"),
            entry("script", "changes/a.sql::1::ann"),
            entry("down_script", "drop table a;\n"));
    assertThat(kept.adopt("liquibase")).contains("nothing to adopt");
    kept.migrateApplies("changes/a.sql::3::ann");
    assertThat(kept.run("info").withCode(0).out())
        .containsSubsequence("changes/a.sql::1::ann", "changes/a.sql::view", "a.sql::3::ann");
  }

  @Test
  void a_changeset_between_applied_ones_is_applied() {
    kept.adopt("liquibase");
    kept.migrateApplies("changes/a.sql::3::ann");
    kept.with("b.sql", "--liquibase formatted sql\n--changeset z:1\ncreate table z ();\n")
        .with("a.sql", "--liquibase formatted sql\n--changeset z:1\ncreate table y ();\n");
    kept.migrateApplies("a.sql::1::z", "b.sql::1::z");
  }

  @Test
  void a_changeset_that_was_modified_is_refused_and_one_that_is_run_on_change_is_pending() {
    kept.having("update databasechangelog set md5sum = '9:0' where id = 'view'");
    assertThat(kept.adopt("liquibase", "--dry-run"))
        .contains("changes/a.sql::view::ann differs from what was applied", "2 migrations pending");
    kept.having("update databasechangelog set md5sum = '9:0'");
    assertThat(kept.refuse("liquibase"))
        .contains("migration changes/a.sql::1::ann was modified after liquibase applied it")
        .contains(BOOKS_SUM + ", liquibase recorded 9:0");
  }

  @Test
  void what_has_failed_or_has_no_script_here_is_refused() {
    kept.having("update databasechangelog set exectype = 'FAILED' where id = '1'");
    assertThat(kept.refuse("liquibase"))
        .contains("migration changes/a.sql::1::ann has failed or was not ended, liquibase says");
    kept.having("update databasechangelog set exectype = 'MARK_RAN' where id = '1'")
        .having(row(3, "7", "db/gone.xml", "9:1"));
    assertThat(kept.refuse("liquibase"))
        .contains("migration db/gone.xml::7::ann was applied by liquibase");
    kept.adopt("liquibase", "--ignore-missing");
  }

  @Test
  void two_paths_that_end_alike_are_not_taken_for_one() {
    kept.having(row(3, "1", "old/changes/a.sql", BOOKS_SUM));
    assertThat(kept.refuse("liquibase"))
        .contains("migration db/changes/a.sql::1::ann was applied by liquibase")
        .contains("migration old/changes/a.sql::1::ann was applied by liquibase");
  }

  @Test
  void its_lock_is_waited_for_and_left_as_it_is(TestDatabase database) {
    kept.having(
        "update databasechangeloglock set locked = true, lockgranted = now(), lockedby = 'pod-7 (10.0.0.7)'");
    assertThat(kept.run("adopt", "--from", "liquibase", "--timeout", "1")
            .withCode(5)
            .err())
        .contains("is held by liquibase or who holds its lock: pod-7 (10.0.0.7) since ");
    kept.having("update databasechangeloglock set locked = false, lockedby = null");
    try (TestSession liquibase = database.open()) {
      liquibase.execute("begin; update databasechangeloglock set locked = true where id = 1");
      kept.run("adopt", "--from", "liquibase", "--timeout", "0").withCode(5);
      liquibase.execute("rollback");
    }
    kept.adopt("liquibase");
    assertThat(database.<Boolean>value("select locked from databasechangeloglock"))
        .isFalse();
  }

  @Test
  void a_baseline_stands_for_what_has_its_place_before_it() {
    kept.with(
            "b.sql",
            "--liquibase formatted sql\n--changeset z:1\ncreate table b ();\n--changeset a:0\nselect 1;\n")
        .with("a.sql", "--liquibase formatted sql\n--changeset z:1\ncreate table y ();\n");
    assertThat(kept.run("baseline", "b.sql::1::z").withCode(0).out()).contains("2 migrations");
    assertThat(kept.scripts()).containsExactly("a.sql::1::z", "b.sql::1::z");
    assertThat(kept.run("baseline", "c.sql::1::z").withCode(8).err())
        .contains("no script has version");
  }

  @Test
  void a_database_without_the_lock_table_is_adopted_too() {
    kept.having("drop table databasechangeloglock");
    kept.adopt("liquibase");
  }
}
