package dev.codex.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.Activity;
import dev.codex.migration.CodexException.OutcomeInDoubt;
import dev.codex.migration.CodexException.Refused;
import dev.codex.migration.MigrationReport;
import dev.codex.runtime.Ended;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.Progress;
import dev.codex.runtime.SchemaWaiter;
import dev.codex.runtime.Scripts;
import dev.codex.testing.MissingStandby;
import dev.codex.testing.OwnServer;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers that crash, come back, and are replaced by their standby while a run is at work. */
@ExtendWith(VertxExtension.class)
final class FailoverTest {
  private static final boolean IS_LONG =
      System.getProperty("codex.faults", "short").equals("long");
  /** Of a run that nothing happens to. */
  private static final int LAST_MESSAGE = 28;

  private Scripts scripts;

  @BeforeEach
  void three_scripts(@TempDir Path directory) {
    scripts = Scripts.in(directory)
        .with("V1__a.sql", "create table seen (script text)")
        .with("V2__b.sql", "insert into seen values ('2')")
        .with("V3__c.sql", "insert into seen values ('3')");
  }

  private CodexConfig config(FaultProxy wire) {
    JsonObject json = wire.config();
    json.getJsonObject("database").put("connect_budget", 60);
    return scripts.config(json);
  }

  private static void assertAllOnce(TestDatabase database) {
    assertThat(database.<String>values("select script from seen order by 1"))
        .containsExactly("2", "3");
    assertThat(database.<Integer>values("select rank from codex_schema_history order by 1"))
        .containsExactly(1, 2, 3);
  }

  /** Lets a server crash when harm is done, beside the run; tells when it is up again, which may be after the run. */
  private static CompletableFuture<Void> crashing(OwnServer server, FaultProxy wire) {
    CompletableFuture<Void> up = new CompletableFuture<>();
    wire.onHarm(() -> Link.daemon(() -> {
      server.crash();
      server.startAgain();
      up.complete(null);
    }));
    return up.orTimeout(180, TimeUnit.SECONDS);
  }

  @Test
  void a_server_that_crashes_in_the_middle_is_waited_for(Vertx vertx) {
    try (OwnServer server = OwnServer.start(Map.of())) {
      TestDatabase database = server.database();
      try (FaultProxy wire = FaultProxy.to(database)) {
        boolean[] crashed = new boolean[1];
        wire.harm(Kind.RESET_AFTER, query -> {
          boolean first = query.contains("V2__b.sql") && !crashed[0];
          crashed[0] |= first;
          return first;
        });
        CompletableFuture<Void> up = crashing(server, wire);
        Ended.well(Migrator.create(vertx, config(wire)).migrate());
        up.join();
        assertThat(wire.done()).hasSize(1);
      }
      assertAllOnce(database);
    }
  }

  @Test
  void what_was_said_to_be_complete_survives_a_crash_although_the_role_does_not_wait_for_the_disk(
      Vertx vertx) {
    try (OwnServer server = OwnServer.start(Map.of("wal_writer_delay", "10000"))) {
      TestDatabase database = server.database();
      database.executeAsSuperuser(
          "alter role " + database.username() + " set synchronous_commit = off");
      Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
      server.crash();
      server.startAgain();
      assertAllOnce(database);
    }
  }

  @Test
  void a_run_goes_on_at_the_standby_that_is_promoted_in_its_middle(Vertx vertx) {
    try (OwnServer primary = OwnServer.start(Map.of())) {
      TestDatabase database = primary.database();
      try (OwnServer second = primary.standby()) {
        goes_on(vertx, primary, database, second);
      }
    }
  }

  private void goes_on(Vertx vertx, OwnServer primary, TestDatabase database, OwnServer second) {
    TestDatabase followed = second.same(database);
    migrate_is_refused_and_a_waiter_waits_on_a_standby(vertx, followed);
    try (FaultProxy wire = FaultProxy.to(database)) {
      wire.harm(Kind.RESET, query -> query.contains("V2__b.sql") && wire.done().isEmpty());
      wire.onHarm(() -> {
        primary.crash();
        wire.leadTo("127.0.0.1", second.port());
      });
      boolean[] met = new boolean[1];
      Future<MigrationReport> run = Migrator.create(vertx, config(wire)).migrate();
      // the standby is met before it is promoted
      Ended.until("the run meets the standby", () -> {
        met[0] |= wire.done().size() == 1
            && wire.queries().stream()
                    .filter(query -> query.contains("as standby"))
                    .count()
                > 1;
        return met[0] || run.isComplete();
      });
      second.promote(followed);
      Ended.well(run);
    }
    assertAllOnce(followed);
  }

  private void migrate_is_refused_and_a_waiter_waits_on_a_standby(
      Vertx vertx, TestDatabase standby) {
    Refused refused =
        Ended.badly(Migrator.create(vertx, scripts.config(standby)).migrate(), Refused.class);
    assertThat(refused).hasMessageContaining("is a standby, which cannot be written to");
    Future<?> waiter = SchemaWaiter.create(vertx, scripts.config(standby, "{'wait':{'timeout':6}}"))
        .awaitReady();
    assertThat(Ended.badly(waiter, dev.codex.migration.CodexException.WaitTimedOut.class))
        .hasMessageContaining("pending");
  }

  @Test
  void an_address_that_leads_to_another_database_after_a_lost_connection_is_refused(Vertx vertx) {
    try (OwnServer server = OwnServer.start(Map.of())) {
      TestDatabase database = server.database();
      try (FaultProxy wire = FaultProxy.to(database)) {
        wire.harm(
            Kind.RESET, query -> query.contains("V2__b.sql") && wire.done().isEmpty());
        wire.onHarm(() -> database.replaceByEmpty());
        OutcomeInDoubt doubt =
            Ended.badly(Migrator.create(vertx, config(wire)).migrate(), OutcomeInDoubt.class);
        assertThat(doubt).hasMessageContaining("another database");
      }
      assertThat(database.<String>value("select to_regclass('codex_schema_history')::text"))
          .isNull();
    }
  }

  @Test
  void a_commit_that_waits_for_a_standby_that_is_gone_is_waited_for_and_said(Vertx vertx) {
    try (OwnServer server = OwnServer.start(Map.of())) {
      TestDatabase database = server.database();
      scripts.without("V3__c.sql");
      Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
      scripts.with("V3__c.sql", "insert into seen values ('3')");
      MissingStandby standby = MissingStandby.of(database::openAsSuperuser);
      AtomicBoolean said = new AtomicBoolean();
      Future<MigrationReport> run = Migrator.create(vertx, scripts.config(database))
          .withProgress(new Progress() {
            @Override
            public void running(Activity activity) {
              if (activity.describe().contains("waiting for a synchronous standby")) {
                said.set(true);
              }
            }
          })
          .migrate();
      Ended.until("it waits and says so", said::get);
      assertThat(database.<Integer>values("select rank from codex_schema_history order by 1"))
          .containsExactly(1, 2);
      assertThat(run.isComplete()).isFalse();
      standby.close();
      Ended.well(run);
      assertAllOnce(database);
    }
  }

  /** In the long form at every message of a run, in the short one at one of them; each run on a database of its own. */
  @Test
  void a_server_that_crashes_at_any_message_is_waited_for(Vertx vertx) {
    long seed = Long.getLong("codex.faults.seed", System.currentTimeMillis());
    scripts.with("V4__i.sql", "create index concurrently seen_i on seen (script)");
    List<Integer> messages =
        IntStream.rangeClosed(3, LAST_MESSAGE).boxed().collect(Collectors.toList());
    Collections.shuffle(messages, new Random(seed));
    List<Integer> some = messages.subList(0, IS_LONG ? messages.size() : 1);
    try (OwnServer server = OwnServer.start(Map.of())) {
      List<TestDatabase> databases =
          some.stream().map(each -> server.database()).toList();
      for (int one = 0; one < some.size(); one++) {
        crashAt(some.get(one), server, databases.get(one), vertx);
      }
    }
    System.out.printf("server crashes at messages %s (seed %d): 0 violations%n", some, seed);
  }

  private void crashAt(int message, OwnServer server, TestDatabase database, Vertx vertx) {
    try (FaultProxy wire = FaultProxy.to(database)) {
      wire.harm(frame -> frame.side() == Side.CLIENT
              && frame.number() == message
              && wire.done().isEmpty()
          ? Kind.RESET_AFTER
          : null);
      CompletableFuture<Void> up = crashing(server, wire);
      Ended.well(Migrator.create(vertx, config(wire)).migrate());
      up.join();
      assertThat(wire.done()).as("harm at message " + message).hasSize(1);
    }
    assertThat(database.<String>values("select script from seen order by 1"))
        .containsExactly("2", "3");
    assertThat(database.<Integer>values("select rank from codex_schema_history order by 1"))
        .containsExactly(1, 2, 3, 4);
    assertThat(database.<Boolean>values(
            "select indisvalid from pg_index where indrelid = 'seen'::regclass"))
        .containsExactly(true);
  }
}
