package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException.DatabaseUnreachable;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.Refused;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.CodexException.WaitTimedOut;
import dev.codex.migration.SchemaState;
import dev.codex.postgres.CodexTables;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** What ends a wait at once, and what is no reason to. */
final class WaitVerdictsTest extends AwaitedSchema {
  private static final long KEY = new CodexTables("public").lockKey();

  @Test
  void a_wrong_password_fails_at_once(TestDatabase database) {
    CodexConfig config = scripts.config(database.configAs("nobody_" + database.name(), "wrong"));
    DatabaseUnreachable failure = Ended.badly(await(config, RARE), DatabaseUnreachable.class);
    assertThat(failure.sqlState()).isPresent();
    assertThat(failure).hasMessageNotContaining("wrong");
  }

  @Test
  void a_role_that_may_not_read_the_history_is_told_the_grant_which_works(TestDatabase database) {
    migrate(scripts.config(database));
    String role = database.createRole("app");
    CodexConfig config = scripts.config(database.configAs(role, database.password()));
    Refused refused = Ended.badly(await(config, RARE), Refused.class);
    assertThat(refused)
        .hasMessageContaining(
            "grant select on all tables in schema \"public\" to \"" + role + "\"");
    database.execute("grant select on all tables in schema \"public\" to \"" + role + "\"");
    Ended.well(await(config, RARE));
  }

  @Test
  void a_modified_script_fails_at_once(TestDatabase database) {
    migrate(scripts.config(database));
    scripts.with("V1__a.sql", "select 1");
    assertThat(Ended.badly(await(scripts.config(database), RARE), ScriptsInvalid.class))
        .hasMessageContaining("1 (a)");
  }

  @Test
  void a_failed_attempt_at_a_script_of_ours_fails_at_once_unless_somebody_is_at_it(
      TestDatabase database) {
    scripts.with("V2__b.sql", "select 1;\nselect 1 / 0");
    Future<SchemaState> early = await(scripts.config(database), OFTEN);
    Ended.badly(Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    Ended.badly(early, MigrationFailed.class);
    MigrationFailed late =
        Ended.badly(await(scripts.config(database), RARE), MigrationFailed.class);
    assertThat(late.failure().place()).isEqualTo("V2__b.sql:2");
    assertThat(late).hasMessageContaining("division by zero").hasMessageContaining("2 (b)");
    try (TestSession other = database.open()) {
      other.execute("select pg_advisory_lock(" + KEY + ")");
      Ended.badly(await(scripts.config(database), BRIEF), WaitTimedOut.class);
    }
    scripts.with("V2__b.sql", "create table b ()");
    Ended.badly(await(scripts.config(database), BRIEF), WaitTimedOut.class);
  }

  @Test
  void a_failed_attempt_that_succeeded_later_says_nothing(TestDatabase database) {
    scripts.with("R__v.sql", "create or replace view v as select x from later");
    Ended.badly(Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    database.execute("create table later (x int)");
    migrate(scripts.config(database));
    scripts.with("R__v.sql", "create or replace view v as select x from later where true");
    migrate(scripts.config(database));
    scripts
        .with("R__v.sql", "create or replace view v as select x from later")
        .with("V3__c.sql", "select 3");
    Ended.badly(await(scripts.config(database), BRIEF), WaitTimedOut.class);
  }
}
