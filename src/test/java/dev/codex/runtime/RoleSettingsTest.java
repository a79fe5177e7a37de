package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException.Refused;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of the role that migrates. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class RoleSettingsTest {
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void no_script_yet(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory);
    vertx = given;
  }

  private void migrate(CodexConfig config) {
    Ended.well(Migrator.create(vertx, config).migrate());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "statement_timeout = '300ms'",
        "lock_timeout = '1ms'",
        "idle_in_transaction_session_timeout = '100ms'",
        "idle_session_timeout = '10s'",
        "search_path = 'nowhere'",
        "search_path = ''",
        "datestyle = 'SQL, DMY'",
        "intervalstyle = 'sql_standard'",
        "timezone = 'Pacific/Apia'",
        "standard_conforming_strings = off",
        "backslash_quote = off",
        "client_encoding = 'LATIN1'",
        "bytea_output = 'escape'",
        "default_transaction_isolation = 'serializable'",
        "default_transaction_deferrable = on",
        "row_security = off",
        "client_min_messages = 'error'",
        "extra_float_digits = -15",
        "quote_all_identifiers = on",
        "synchronous_commit = off",
        "transform_null_equals = on"
      })
  void no_setting_of_the_role_breaks_a_run(String setting, TestDatabase database) {
    database.executeAsSuperuser("alter role " + database.username() + " set " + setting);
    scripts
        .with(
            "V1__a.sql",
            "create table public.seen (x text, t text); insert into public.seen values"
                + " ('back\\slash ä€', current_setting('transaction_isolation')); select pg_sleep(0.35)")
        .with("V2__b.sql", "vacuum public.seen;\ncreate index concurrently i on public.seen (x)")
        .with(
            "V3__c.sql",
            "insert into public.seen values ('2', current_setting('transaction_isolation'))");
    migrate(scripts.config(database));
    assertThat(Ended.well(SchemaWaiter.create(vertx, scripts.config(database)).awaitReady())
            .isReady())
        .isTrue();
    database.executeAsSuperuser("alter role " + database.username() + " reset all");
    assertThat(database.<String>values("select x from seen order by 1"))
        .containsExactly("2", "back\\slash ä€");
    assertThat(database.<String>values("select distinct t from seen"))
        .containsExactly("read committed");
    assertThat(database.<Boolean>values("select abs(extract(epoch from now() - installed_at)) < 60"
            + " from codex_schema_history"))
        .containsOnly(true);
  }

  @Test
  void a_role_that_is_read_only_is_refused_before_anything_runs(TestDatabase database) {
    scripts.with("V1__a.sql", "select 1");
    migrate(scripts.config(database));
    database.executeAsSuperuser(
        "alter role " + database.username() + " set default_transaction_read_only = on");
    migrate(scripts.config(database));
    scripts.with("V2__b.sql", "select 1");
    assertThat(
            Ended.badly(Migrator.create(vertx, scripts.config(database)).migrate(), Refused.class))
        .hasMessageContaining("read-only");
  }
}
