package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.config.WaitConfig;
import dev.codex.migration.CodexException.Interrupted;
import dev.codex.migration.CodexException.WaitTimedOut;
import dev.codex.migration.SchemaState;
import dev.codex.migration.Version;
import dev.codex.postgres.Connector;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WaiterTest extends AwaitedSchema {
  /** Long enough for a slow machine to look before it is over, and what was seen to be told. */
  private static final WaitConfig WITH_A_LOOK =
      new WaitConfig(Duration.ofSeconds(6), Duration.ofMillis(100));

  private static long waiters(TestDatabase database) {
    return database.value("select count(*) from pg_stat_activity where datname = current_database()"
        + " and application_name like 'codex wait-for-migrations%'");
  }

  private static long listening(TestDatabase database) {
    return database.value(
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and application_name like 'codex wait-for-migrations%' and state = 'idle' and query not like 'listen%'");
  }

  @Test
  void a_complete_schema_is_seen_at_once(TestDatabase database) {
    migrate(scripts.config(database));
    SchemaState state = Ended.well(await(scripts.config(database), RARE));
    assertThat(state).isEqualTo(new SchemaState(SchemaState.Status.READY, "2", 2, 0));
    assertThat(waiters(database)).isZero();
  }

  @Test
  void a_notification_wakes_long_before_the_interval(TestDatabase database) {
    Future<SchemaState> wait = await(scripts.config(database), RARE);
    Ended.until("it listens", () -> listening(database) == 1);
    long begun = System.nanoTime();
    migrate(scripts.config(database));
    Ended.well(wait);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isLessThan(RARE.interval().dividedBy(2));
  }

  @Test
  void without_one_the_interval_does_it_on_one_connection(TestDatabase database) {
    Future<SchemaState> wait = await(scripts.config(database), OFTEN);
    Ended.until("it waits", () -> waiters(database) == 1);
    migrate(scripts.config(database));
    assertThat(waiters(database)).isLessThanOrEqualTo(1);
    Ended.well(wait);
  }

  @Test
  void the_time_out_says_what_is_missing(TestDatabase database) {
    assertThat(Ended.badly(await(scripts.config(database), WITH_A_LOOK), WaitTimedOut.class))
        .hasMessageContaining(
            "after 6 s: 2 of 2 migrations are pending, nothing has been applied yet");
    scripts.without("V2__b.sql");
    migrate(scripts.config(database));
    scripts.with("V2__b.sql", "select 2");
    assertThat(Ended.badly(await(scripts.config(database), WITH_A_LOOK), WaitTimedOut.class))
        .hasMessageContaining("1 of 2 migrations are pending, the schema is at version 1");
    Ended.until("no connection is left", () -> waiters(database) == 0);
  }

  @Test
  void a_server_that_is_down_and_a_database_that_is_not_there_are_waited_for(
      TestDatabase database) {
    JsonObject json = database.config();
    JsonObject postgres = json.getJsonObject("database").getJsonObject("postgres");
    CodexConfig down = scripts.config(json.copy());
    down = down.withDatabase(down.database()
        .withAddress(
            "127.0.0.1",
            1,
            database.username(),
            down.database().password(),
            database.name(),
            "test"));
    assertThat(Ended.badly(await(down, WITH_A_LOOK), WaitTimedOut.class))
        .hasMessageContaining("127.0.0.1:1");
    postgres.put("database_name", "not_there");
    assertThat(Ended.badly(await(scripts.config(json), WITH_A_LOOK), WaitTimedOut.class))
        .hasMessageContaining("database \"not_there\" does not exist");
  }

  @Test
  void a_server_that_never_answers_does_not_outlast_the_deadline() {
    NetServer silent =
        Ended.well(vertx.createNetServer().connectHandler(client -> {}).listen(0, "127.0.0.1"));
    CodexConfig config = scripts.config(new JsonObject()
        .put(
            "database",
            new JsonObject()
                .put(
                    "postgres",
                    new JsonObject()
                        .put("host", "127.0.0.1")
                        .put("port", silent.actualPort())
                        .put("username", "u")
                        .put("database_name", "d"))));
    AtomicLong attempted = new AtomicLong();
    AtomicLong waited = new AtomicLong();
    Future<?> attempt = new Connector(vertx, config.database(), "attempt")
        .connect()
        .onComplete(over -> attempted.set(System.nanoTime()));
    Ended.badly(
        await(config, BRIEF).onComplete(over -> waited.set(System.nanoTime())), WaitTimedOut.class);
    Ended.badly(attempt, TimeoutException.class);
    // a single attempt to connect goes on for longer
    assertThat(waited.get()).isLessThan(attempted.get());
  }

  @Test
  void a_connection_that_comes_after_the_deadline_is_closed(TestDatabase database) {
    migrate(scripts.config(database));
    WaitConfig none = new WaitConfig(Duration.ofMillis(1), Duration.ofMillis(10));
    for (int i = 0; i < 20; i++) {
      await(scripts.config(database), none).onComplete(ended -> {});
    }
    Ended.pause(Duration.ofMillis(300));
    Ended.until("no connection is left", () -> waiters(database) == 0);
  }

  @Test
  void a_server_without_a_connection_to_spare_is_waited_for(TestDatabase database) {
    migrate(scripts.config(database));
    String role = database.createRole("app");
    database.executeAsSuperuser("alter role " + role
        + " connection limit 0; grant select on codex_schema_history to " + role);
    CodexConfig config = scripts.config(database.configAs(role, database.password()));
    Future<SchemaState> wait = await(config, OFTEN);
    Ended.pause(Duration.ofMillis(300));
    assertThat(wait.isComplete()).isFalse();
    database.executeAsSuperuser("alter role " + role + " connection limit 1");
    Ended.well(wait);
  }

  @Test
  void a_version_is_waited_for_without_scripts(TestDatabase database) {
    CodexConfig config = CodexConfig.from(database.config());
    Future<SchemaState> wait = SchemaWaiter.create(vertx, config.withWaiting(OFTEN))
        .forVersion(Version.of("2"))
        .awaitReady();
    migrate(scripts.config(database));
    assertThat(Ended.well(wait).version()).isEqualTo("2");
    assertThat(Ended.badly(
            SchemaWaiter.create(vertx, config.withWaiting(WITH_A_LOOK))
                .forVersion(Version.of("3"))
                .awaitReady(),
            WaitTimedOut.class))
        .hasMessageContaining("version 3 is not applied, the schema is at version 2");
  }

  @Test
  void a_wait_that_is_stopped_ends_and_leaves_no_connection(TestDatabase database) {
    SchemaWaiter waiter = SchemaWaiter.create(vertx, scripts.config(database).withWaiting(RARE));
    Future<SchemaState> wait = waiter.awaitReady();
    Ended.until("it waits", () -> waiters(database) == 1);
    Ended.well(waiter.stop());
    Ended.badly(wait, Interrupted.class);
    Ended.until("no connection is left", () -> waiters(database) == 0);
  }

  @Test
  void a_connection_that_is_lost_is_made_again(TestDatabase database) {
    Future<SchemaState> wait = await(scripts.config(database), OFTEN);
    for (int i = 0; i < 3; i++) {
      Ended.until(
          "it was cut",
          () -> database.<Long>value(
                  "select count(pg_terminate_backend(pid)) from"
                      + " pg_stat_activity where datname = current_database() and application_name like 'codex wait%'")
              > 0);
    }
    migrate(scripts.config(database));
    Ended.well(wait);
  }

  @Test
  void a_look_that_somebody_cancels_is_no_verdict(TestDatabase database) {
    migrate(scripts.config(database));
    scripts.with("V3__c.sql", "create table c ()");
    try (TestSession other = database.open()) {
      other.execute("begin; lock table codex_schema_history");
      Future<SchemaState> wait = await(scripts.config(database), OFTEN);
      Ended.until(
          "it was cancelled",
          () -> database.<Long>value(
                  "select count(pg_cancel_backend(pid)) from pg_stat_activity"
                      + " where datname = current_database() and application_name like 'codex wait%' and wait_event_type = 'Lock'")
              > 0);
      other.execute("rollback");
      migrate(scripts.config(database));
      assertThat(Ended.well(wait).isReady()).isTrue();
    }
  }
}
