package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.codex.config.CodexConfig;
import dev.codex.faults.FaultProxy;
import dev.codex.migration.CodexException.LockTimedOut;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.Problem;
import dev.codex.postgres.CodexTables;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class MigratorTest {
  private static final String ALL = "select script from codex_schema_history order by rank";

  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void directory(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory);
    vertx = given;
  }

  private MigrationReport migrate(CodexConfig config) {
    return Ended.well(Migrator.create(vertx, config).migrate());
  }

  @Test
  void a_row_of_the_history_holds_all_that_is_known(TestDatabase database) {
    scripts
        .with(
            "V1.0__expand_a.sql",
            "-- codex:min-build 2.3\n-- codex:phase expand\ncreate table a ()")
        .with("U1.0__expand_a.sql", "drop table a; -- 'a\\b'");
    MigrationReport report = migrate(scripts.config(database, "{'release':'r7','build':'2.4'}"));
    assertThat(report.applied())
        .extracting(applied -> applied.migration().label())
        .containsExactly("1.0 (expand a)");
    assertThat(report.state().version()).isEqualTo("1.0");
    assertThat(database.query("select * from codex_schema_history"))
        .singleElement()
        .satisfies(row -> {
          assertThat(row)
              .contains(
                  entry("rank", 1),
                  entry("version", "1.0"),
                  entry("description", "expand a"),
                  entry("kind", "versioned"),
                  entry("script", "V1.0__expand_a.sql"),
                  entry("algorithm", (short) 1),
                  entry("phase", "expand"),
                  entry("floor", "2.3"),
                  entry("down_script", "drop table a; -- 'a\\b'"),
                  entry("release", "r7"),
                  entry("build", "2.4"),
                  entry("installed_by", database.username()),
                  entry("fenced", true));
          assertThat(row.get("down_checksum")).asString().hasSize(64);
          assertThat(row.get("run_id")).isNotNull();
        });
    assertThat(database.<String>value("select obj_description('codex_schema_history'::regclass)"))
        .contains("format 1");
    assertThat(Ended.badly(
                Migrator.create(vertx, scripts.config(database, "{'build':'2.2'}"))
                    .migrate(),
                ScriptsInvalid.class)
            .problems())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.BELOW_FLOOR);
  }

  @Test
  void a_second_run_applies_what_has_been_added(TestDatabase database) {
    scripts.with("V1__a.sql", "create table a ()");
    migrate(scripts.config(database));
    scripts.with("V2__b.sql", "create table b ()");
    assertThat(migrate(scripts.config(database)).applied()).hasSize(1);
    assertThat(migrate(scripts.config(database)).applied()).isEmpty();
    assertThat(database.<String>values(ALL)).containsExactly("V1__a.sql", "V2__b.sql");
  }

  @Test
  void a_repeatable_script_runs_again_when_its_text_has_changed_and_after_all_others(
      TestDatabase database) {
    scripts
        .with("V1__a.sql", "create table a (x int)")
        .with("R__v.sql", "create or replace view v as select 1 as x");
    migrate(scripts.config(database));
    scripts
        .with("V2__b.sql", "create table b ()")
        .with("R__v.sql", "create or replace view v as select 2 as x");
    migrate(scripts.config(database));
    assertThat(database.<String>values(ALL))
        .containsExactly("V1__a.sql", "R__v.sql", "V2__b.sql", "R__v.sql");
    assertThat(database.<Integer>value("select x from v")).isEqualTo(2);
  }

  @Test
  void an_old_build_does_not_put_an_old_view_back(TestDatabase database) {
    scripts
        .with("V1__a.sql", "select 1")
        .with("R__v.sql", "create or replace view v as select 1 as x");
    migrate(scripts.config(database));
    scripts
        .with("V2__b.sql", "select 2")
        .with("R__v.sql", "create or replace view v as select 2 as x");
    migrate(scripts.config(database));
    scripts.without("V2__b.sql").with("R__v.sql", "create or replace view v as select 1 as x");
    MigrationReport old = migrate(scripts.config(database));
    assertThat(old.applied()).isEmpty();
    assertThat(old.state().isReady()).isTrue();
    assertThat(database.<Integer>value("select x from v")).isEqualTo(2);
  }

  @Test
  void a_version_below_an_applied_one_is_refused_unless_it_is_allowed(TestDatabase database) {
    scripts.with("V2__b.sql", "select 2");
    migrate(scripts.config(database));
    scripts.with("V1__a.sql", "select 1");
    ScriptsInvalid refused = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), ScriptsInvalid.class);
    assertThat(refused.problems())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.OUT_OF_ORDER);
    migrate(scripts.config(database, "{'migrations':{'out_of_order':true}}"));
    assertThat(database.<String>values(ALL)).containsExactly("V2__b.sql", "V1__a.sql");
  }

  @Test
  void a_missing_script_stops_new_ones_and_nothing_else(TestDatabase database) {
    scripts
        .with("V1__a.sql", "select 1")
        .with("V2__b.sql", "select 2")
        .with("V4__d.sql", "select 4");
    migrate(scripts.config(database));
    scripts.without("V2__b.sql");
    assertThat(migrate(scripts.config(database)).state().isReady()).isTrue();
    scripts.with("V5__e.sql", "select 5");
    ScriptsInvalid refused = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), ScriptsInvalid.class);
    assertThat(refused.problems()).extracting(Problem::version).containsExactly("2");
    migrate(scripts.config(database, "{'migrations':{'ignore_missing':true}}"));
  }

  @Test
  void a_modified_script_is_refused_before_anything_runs(TestDatabase database) {
    scripts.with("V1__a.sql", "select 1");
    migrate(scripts.config(database));
    scripts.with("V1__a.sql", "select 11").with("V2__b.sql", "create table b ()");
    Ended.badly(Migrator.create(vertx, scripts.config(database)).migrate(), ScriptsInvalid.class);
    assertThat(database.<String>value("select to_regclass('b')::text")).isNull();
  }

  @Test
  void every_pending_script_is_looked_at_before_the_first_one_is_sent(TestDatabase database) {
    scripts
        .with("V1__a.sql", "create table a ()")
        .with("V2__b.sql", "select 1;\ncommit;\nselect 2")
        .with("V3__c.sql", "select 'x");
    ScriptsInvalid refused = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), ScriptsInvalid.class);
    assertThat(refused.problems())
        .extracting(Problem::script)
        .containsExactly("V2__b.sql", "V3__c.sql");
    assertThat(database.<String>value(
            "select to_regclass('a')::text || to_regclass('codex_schema_history')"))
        .isNull();
  }

  @Test
  void nothing_pending_is_one_message_and_no_lock(TestDatabase database) throws Exception {
    scripts.with("V1__a.sql", "select 1");
    migrate(scripts.config(database));
    try (TestSession other = database.open();
        FaultProxy wire = FaultProxy.to(database)) {
      other.execute("select pg_advisory_lock(" + new CodexTables("public").lockKey() + ")");
      migrate(scripts.config(wire.config()));
      assertThat(wire.countedQueries()).hasSize(1);
      scripts.with("V2__b.sql", "select 1");
      LockTimedOut late = Ended.badly(
          Migrator.create(vertx, scripts.config(database, "{'lock':{'timeout':0}}"))
              .migrate(),
          LockTimedOut.class);
      assertThat(late.holder()).contains("pid " + other.processId(), "codex-test");
    }
  }

  @Test
  void empty_scripts_byte_order_marks_and_foreign_line_ends_are_fine(TestDatabase database) {
    scripts
        .with("V1__empty.sql", "")
        .with("V2__comment.sql", "-- nothing\r\n/* to do */ ;;")
        .with(
            "V3__bom.sql",
            "\uFEFFcreate table a (x text);\r\ninsert into a values ('ä😀')\r\n-- no line end")
        .with("V4__blank.sql", " \n\t ");
    migrate(scripts.config(database));
    assertThat(database.<String>values("select x from a")).containsExactly("ä😀");
    assertThat(database.<String>values(ALL)).hasSize(4);
  }

  @Test
  void two_thousand_scripts_are_no_burden(TestDatabase database) {
    for (int i = 1; i <= 2000; i++) {
      scripts.with("V" + i + "__s.sql", "select " + i);
    }
    MigrationReport report = migrate(scripts.config(database));
    assertThat(report.applied()).hasSize(2000);
    assertThat(report.elapsed()).isLessThan(Duration.ofSeconds(120));
    assertThat(migrate(scripts.config(database)).applied()).isEmpty();
  }

  @Test
  void a_listener_that_throws_ends_the_run_and_does_not_hang_it(TestDatabase database) {
    scripts
        .with("V1__a.sql", "select 1")
        .with("V2__b.sql", "select pg_sleep(1)")
        .with("V3__c.sql", "select 3");
    Progress broken = new Progress() {
      @Override
      public void started(Migration migration, int number, int total) {
        if (number == 2) {
          throw new IllegalStateException("broken listener");
        }
      }
    };
    Ended.badly(
        Migrator.create(vertx, scripts.config(database)).withProgress(broken).migrate(),
        IllegalStateException.class);
    // the second one was on its way by then: the run has not ended before it
    assertThat(database.<String>values(ALL)).isEqualTo(List.of("V1__a.sql", "V2__b.sql"));
  }
}
