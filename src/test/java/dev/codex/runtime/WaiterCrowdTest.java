package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.config.WaitConfig;
import dev.codex.faults.FaultProxy;
import dev.codex.migration.CodexException.Interrupted;
import dev.codex.migration.SchemaState;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** More waiters than a server has connections for. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class WaiterCrowdTest {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final List<SchemaWaiter> waiters = new ArrayList<>();
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void one_script(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory).with("V1__a.sql", "create table a ()");
    vertx = given;
  }

  private List<Future<SchemaState>> crowd(int many, JsonObject config) {
    CodexConfig waiting =
        scripts.config(config).withWaiting(new WaitConfig(Duration.ofMinutes(5), INTERVAL));
    List<Future<SchemaState>> waits = new ArrayList<>();
    for (int number = 0; number < many; number++) {
      SchemaWaiter waiter = SchemaWaiter.create(vertx, waiting);
      waiters.add(waiter);
      waits.add(waiter.awaitReady());
    }
    return waits;
  }

  private static JsonObject through(int port, JsonObject config) {
    config
        .getJsonObject("database")
        .getJsonObject("postgres")
        .put("host", "127.0.0.1")
        .put("port", port)
        .put("ssl_mode", "disable");
    return config;
  }

  private static String roleWith(TestDatabase database, int connections) {
    String role = database.createRole("app");
    database.executeAsSuperuser("alter role " + role + " connection limit " + connections);
    return role;
  }

  private void migrateFor(String reader, TestDatabase database) {
    CodexConfig readable =
        scripts.config(database, "{'migrations': {'readers': ['" + reader + "']}}");
    Ended.well(Migrator.create(vertx, readable).migrate());
  }

  /** 500 in the long form of the faults. */
  @Test
  void many_get_along_with_few_connections(TestDatabase database) {
    int many = System.getProperty("codex.faults", "short").equals("long") ? 500 : 60;
    String role = roleWith(database, 15);
    List<Future<SchemaState>> waits = crowd(many, database.configAs(role, database.password()));
    Ended.until(
        "some are in",
        () -> database.<Long>value(
                "select count(*) from pg_stat_activity where datname = current_database()"
                    + " and application_name like 'codex wait-for-migrations%'")
            > 5);
    migrateFor(role, database);
    waits.forEach(wait -> assertThat(Ended.well(wait).isReady()).isTrue());
  }

  /** A log-in takes one of the server's connections, also of a role that has none left. */
  @Test
  void of_one_process_one_logs_in_at_a_time(TestDatabase database) {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    NetServer slow = Ended.well(vertx
        .createNetServer()
        .connectHandler(socket -> {
          asked.incrementAndGet();
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          vertx.timer(20).onSuccess(later -> leave(socket, open));
        })
        .listen(0, "127.0.0.1"));

    List<Future<SchemaState>> waits = crowd(30, through(slow.actualPort(), database.config()));

    Ended.until("each has asked, and some again", () -> asked.get() > 40);
    assertThat(most).hasValue(1);
    assertThat(waits).noneMatch(Future::isComplete);
    waiters.forEach(waiter -> Ended.well(waiter.stop()));
    waits.forEach(wait -> Ended.badly(wait, Interrupted.class));
  }

  private static void leave(NetSocket socket, AtomicInteger open) {
    open.decrementAndGet();
    socket.close();
  }

  @Test
  void who_finds_no_connection_left_asks_less_often(TestDatabase database) {
    String role = roleWith(database, 0);
    try (FaultProxy wire = FaultProxy.to(database)) {
      long begun = System.nanoTime();
      JsonObject config = through(wire.port(), database.configAs(role, database.password()));
      Future<SchemaState> wait = crowd(1, config).get(0);
      Ended.until("it has asked four times", () -> wire.connections() == 4);

      // two intervals, and four, and four, each an eighth shorter at most
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isGreaterThan(INTERVAL.multipliedBy(10 * 7).dividedBy(8));
      database.executeAsSuperuser("alter role " + role + " connection limit 1");
      migrateFor(role, database);
      assertThat(Ended.well(wait).isReady()).isTrue();
    }
  }
}
