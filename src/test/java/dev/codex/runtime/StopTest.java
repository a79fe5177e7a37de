package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException.Interrupted;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.postgres.CodexTables;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class StopTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long KEY = new CodexTables("public").lockKey();

  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void a_script(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory).with("V1__a.sql", "create table a ()");
    vertx = given;
  }

  /** Stops a run, which has to end soon, and not well. */
  private static Interrupted stopped(Migrator migrator, Future<MigrationReport> run) {
    long asked = System.nanoTime();
    Ended.well(migrator.stop());
    Interrupted interrupted = Ended.badly(run, Interrupted.class);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
    return interrupted;
  }

  private static void untilRunning(TestDatabase database, String what) {
    Ended.until(
        what + " runs",
        () -> database.<Long>value("select count(*) from pg_stat_activity where state = 'active'"
                + " and datname = current_database() and pid <> pg_backend_pid() and query like '%"
                + what + "%'")
            > 0);
  }

  private static void assertLockIsFree(TestDatabase database) {
    Ended.until(
        "the lock is free",
        () -> database.<Boolean>value("select pg_try_advisory_lock(" + KEY + ")"));
  }

  @Test
  void in_a_script_rolls_it_back_and_says_what_was_applied(TestDatabase database) {
    scripts.with("V2__b.sql", "create table b (); select pg_sleep(600)");
    Migrator migrator = Migrator.create(vertx, scripts.config(database));
    Future<MigrationReport> run = migrator.migrate();
    untilRunning(database, "pg_sleep");
    Interrupted interrupted = stopped(migrator, run);
    assertThat(interrupted.applied()).hasSize(1);
    assertThat(interrupted)
        .hasMessageContaining("2 (b)")
        .hasMessageContaining("1 migration was applied");
    assertThat(database.<String>value("select to_regclass('b')::text")).isNull();
    assertThat(database.<Long>value("select count(*) from codex_attempt")).isZero();
    assertLockIsFree(database);
  }

  @Test
  void a_script_that_catches_the_cancel_is_cancelled_again(TestDatabase database) {
    scripts.with(
        "V2__b.sql",
        "do $$ begin perform pg_sleep(600); exception when query_canceled then"
            + " perform pg_sleep(601); end $$");
    Migrator migrator = Migrator.create(vertx, scripts.config(database));
    Future<MigrationReport> run = migrator.migrate();
    untilRunning(database, "pg_sleep");
    assertThat(stopped(migrator, run).applied()).hasSize(1);
  }

  @Test
  void in_a_script_that_comes_in_parts(TestDatabase database) {
    scripts.with(
        "V2__b.sql",
        "create table b (x text);\n"
            + ("insert into b select '" + "x".repeat(1000) + "' from pg_sleep(0.1);\n")
                .repeat(2000));
    Migrator migrator = Migrator.create(vertx, scripts.config(database));
    Future<MigrationReport> run = migrator.migrate();
    untilRunning(database, "xxx");
    assertThat(stopped(migrator, run).applied()).hasSize(1);
    assertThat(database.<String>value("select to_regclass('b')::text")).isNull();
  }

  @Test
  void outside_a_transaction_the_journal_tells_where_to_go_on(TestDatabase database) {
    scripts.with(
        "V2__b.sql",
        "-- codex:no-transaction\ncreate table b ();\nselect pg_sleep(600);\ncreate table c ()");
    Migrator migrator = Migrator.create(vertx, scripts.config(database));
    Future<MigrationReport> run = migrator.migrate();
    untilRunning(database, "pg_sleep");
    stopped(migrator, run);
    assertThat(database.<Integer>values("select statement from codex_journal")).containsExactly(1);
    assertThat(database.<String>value("select to_regclass('c')::text")).isNull();
  }

  @Test
  void while_waiting_for_the_lock(TestDatabase database) {
    try (TestSession other = database.open()) {
      other.execute("select pg_advisory_lock(" + KEY + ")");
      AtomicBoolean waiting = new AtomicBoolean();
      Migrator migrator = Migrator.create(vertx, scripts.config(database))
          .withProgress(new Progress() {
            @Override
            public void waitingForLock(String holder) {
              waiting.set(true);
            }
          });
      Future<MigrationReport> run = migrator.migrate();
      Ended.until("it waits", waiting::get);
      assertThat(stopped(migrator, run).applied()).isEmpty();
    }
  }

  @Test
  void while_nobody_answers() {
    NetServer silent =
        Ended.well(vertx.createNetServer().connectHandler(client -> {}).listen(0, "127.0.0.1"));
    CodexConfig config = scripts.config(new io.vertx.core.json.JsonObject(
        "{\"database\":{\"postgres\":{\"host\":\"127.0.0.1\",\"port\":" + silent.actualPort()
            + ",\"username\":\"u\",\"database_name\":\"d\"}}}"));
    Migrator migrator = Migrator.create(vertx, config);
    Future<MigrationReport> run = migrator.migrate();
    Ended.pause(Duration.ofMillis(300));
    assertThat(stopped(migrator, run)).hasMessageContaining("nothing was applied");
  }

  @Test
  void while_the_server_is_down() {
    CodexConfig config = scripts.config(
        new io.vertx.core.json.JsonObject(
            "{\"database\":{\"postgres\":{\"host\":\"127.0.0.1\",\"port\":1,\"username\":\"u\",\"database_name\":\"d\"}}}"));
    Migrator migrator = Migrator.create(vertx, config);
    Future<MigrationReport> run = migrator.migrate();
    Ended.pause(Duration.ofMillis(300));
    stopped(migrator, run);
  }

  @Test
  void too_late_for_the_script_it_was_meant_for_reports_it(TestDatabase database) {
    scripts.with("V2__b.sql", "create table b ()").with("V3__c.sql", "create table c ()");
    Migrator[] migrator = new Migrator[1];
    migrator[0] = Migrator.create(vertx, scripts.config(database)).withProgress(new Progress() {
      @Override
      public void finished(Migration migration, Duration execution) {
        migrator[0].stop();
      }
    });
    Interrupted interrupted = Ended.badly(migrator[0].migrate(), Interrupted.class);
    // the second one was on its way already, and may have been done by the time it was cancelled
    assertThat(interrupted.applied()).hasSizeBetween(1, 2);
    assertThat(interrupted.getMessage()).doesNotContain("3 (c)");
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(interrupted.applied().size());
    assertThat(database.<String>value("select to_regclass('c')::text")).isNull();
  }

  @Test
  void before_the_run_and_after_it_ends_at_once(TestDatabase database) {
    Migrator never = Migrator.create(vertx, scripts.config(database));
    Ended.well(never.stop());
    Migrator done = Migrator.create(vertx, scripts.config(database));
    Ended.well(done.migrate());
    Ended.well(done.stop());
  }
}
