package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.SchemaState;
import dev.codex.testing.CrashingServer;
import dev.codex.testing.MissingStandby;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server stops without writing what no commit has waited for. */
@ExtendWith(VertxExtension.class)
final class CrashTest {
  private static final int SCRIPTS = 12;

  @TempDir
  private Path directory;

  private CodexConfig config(CrashingServer server, int scripts, String durability) {
    Scripts written = Scripts.in(directory);
    IntStream.rangeClosed(1, scripts)
        .forEach(number -> written.with(
            "V" + number + "__t.sql",
            "create table t%d (id int); insert into t%d values (1);".formatted(number, number)));
    JsonObject json = server.config();
    json.put("migrations", new JsonObject().put("durability", durability));
    return written.config(json);
  }

  /** Crashes the server when so many scripts are applied, and answers how many it had recorded when it is up again. */
  private int recordedAfterCrash(
      Vertx vertx, CrashingServer server, CodexConfig config, int applied) throws Exception {
    CountDownLatch reached = new CountDownLatch(applied);
    Migrator migrator = Migrator.create(vertx, config).withProgress(new Progress() {
      @Override
      public void finished(Migration migration, Duration execution) {
        reached.countDown();
        if (reached.getCount() == 0) {
          server.crash();
        }
      }
    });
    Future<MigrationReport> run = migrator.migrate();
    assertThat(reached.await(180, TimeUnit.SECONDS)).isTrue();
    Ended.well(migrator.stop());
    Ended.badly(run, Exception.class);
    server.restart(Map.of());
    return wholeMigrations(server);
  }

  /** How many there are; each with its row and both of its statements, and none without those before it. */
  private static int wholeMigrations(CrashingServer server) {
    TestSession session = server.open();
    try {
      if (session.<String>value("select to_regclass('codex_schema_history')::text") == null) {
        return 0;
      }
      List<String> recorded =
          session.values("select version from codex_schema_history order by rank");
      assertThat(recorded)
          .isEqualTo(IntStream.rangeClosed(1, recorded.size())
              .mapToObj(String::valueOf)
              .toList());
      assertThat(
              session.<Long>value("select count(*) from pg_tables where tablename ~ '^t[0-9]+$'"))
          .isEqualTo(recorded.size());
      for (String version : recorded) {
        assertThat(session.<Long>value("select count(*) from t" + version)).isOne();
      }
      return recorded.size();
    } finally {
      session.close();
    }
  }

  @Test
  void at_many_points_it_loses_whole_migrations_from_the_end_and_the_next_run_goes_on(Vertx vertx)
      throws Exception {
    try (CrashingServer server = CrashingServer.start()) {
      CodexConfig config = config(server, SCRIPTS, "run");
      boolean lost = false;
      int recorded = 0;
      for (int applied : List.of(1, 2, 3, 2)) {
        int after = recordedAfterCrash(vertx, server, config, applied);
        assertThat(after).isBetween(recorded, recorded + applied);
        lost |= after < recorded + applied;
        recorded = after;
      }
      assertThat(lost).as("a commit that did not wait was lost").isTrue();
      Ended.well(Migrator.create(vertx, config).migrate());
      server.crash();
      server.restart(Map.of());
      assertThat(wholeMigrations(server)).isEqualTo(SCRIPTS);
    }
  }

  @Test
  void what_a_waiter_has_seen_complete_is_there_afterwards(Vertx vertx) {
    try (CrashingServer server = CrashingServer.start()) {
      CodexConfig config = config(server, SCRIPTS, "run");
      Future<SchemaState> waiting = SchemaWaiter.create(vertx, config).awaitReady();
      Migrator migrator = Migrator.create(vertx, config);
      Future<MigrationReport> run = migrator.migrate();
      Ended.well(waiting.onSuccess(ready -> server.crash()));
      Ended.well(migrator.stop());
      Ended.until("the run ends", run::isComplete);
      server.restart(Map.of());
      assertThat(wholeMigrations(server)).isEqualTo(SCRIPTS);
    }
  }

  @Test
  void nothing_is_lost_if_each_commit_waits(Vertx vertx) throws Exception {
    try (CrashingServer server = CrashingServer.start()) {
      CodexConfig config = config(server, SCRIPTS, "each");
      assertThat(recordedAfterCrash(vertx, server, config, 3)).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void a_run_is_not_complete_while_a_synchronous_standby_is_missing(Vertx vertx) {
    try (CrashingServer server = CrashingServer.start()) {
      Ended.well(Migrator.create(vertx, config(server, 1, "run")).migrate());
      CodexConfig config = config(server, 4, "run");
      TestSession admin = server.open();
      MissingStandby standby = MissingStandby.of(server::open);
      Future<SchemaState> waiting = SchemaWaiter.create(vertx, config).awaitReady();
      Future<MigrationReport> run = Migrator.create(vertx, config).migrate();
      Ended.until(
          "the last commit waits",
          () -> admin.<Long>value(
                  "select count(*) from pg_stat_activity where wait_event = 'SyncRep'")
              == 1);
      assertThat(admin.<Long>value("select count(*) from codex_schema_history")).isEqualTo(3);
      assertThat(waiting.isComplete()).isFalse();
      assertThat(run.isComplete()).isFalse();
      standby.close();
      Ended.well(run);
      Ended.well(waiting);
      admin.close();
    }
  }
}
