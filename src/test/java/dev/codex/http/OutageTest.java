package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.testing.FreePorts;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the probes say while the database cannot be reached, and what they cost it while it can. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class OutageTest {
  private static final String UP = "{\"status\":\"UP\"}";
  private static final String OUTAGE = "{\"status\":\"UP\",\"details\":[\"database_unavailable\"]}";

  @TempDir
  private Path scripts;

  private Service over(FaultProxy wire, Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .with("serve", "poll", "50ms");
    JsonObject direct = wire.config();
    service.json().mergeIn(direct);
    return service;
  }

  @Test
  void an_outage_is_a_detail_and_what_has_changed_meanwhile_is_seen_at_its_end(
      Vertx vertx, TestDatabase database) {
    FaultProxy wire = FaultProxy.to(database, FreePorts.next());
    Service service = over(wire, vertx, database);
    Eventually.resultOf(service.deploy());
    int port = wire.port();

    wire.stopListening();
    wire.harm(Kind.CLOSE, query -> true);
    Eventually.holds(() -> service.readiness().equals(OUTAGE));
    assertThat(service.health.get("/health/live").status()).isEqualTo(200);
    assertThat(service.health.get("/health/started").status()).isEqualTo(200);

    database.execute("update codex_schema_history set checksum = 'another'");
    try (FaultProxy again = FaultProxy.to(database, port)) {
      Eventually.holds(() -> service.readiness().contains("schema_modified"));
      assertThat(again.queries()).isNotEmpty();
    }
  }

  @Test
  void an_outage_beyond_the_grace_ends_readiness_until_it_is_over(
      Vertx vertx, TestDatabase database) {
    FaultProxy wire = FaultProxy.to(database, FreePorts.next());
    Service service = over(wire, vertx, database).with("serve", "outage_grace", "100ms");
    Eventually.resultOf(service.deploy());
    int port = wire.port();

    wire.stopListening();
    wire.harm(Kind.CLOSE, query -> true);
    Eventually.holds(() ->
        service.readiness().equals("{\"status\":\"DOWN\",\"reason\":\"database_unavailable\"}"));

    try (FaultProxy again = FaultProxy.to(database, port)) {
      Eventually.holds(() -> service.readiness().equals(UP));
      assertThat(again.queries()).isNotEmpty();
    }
  }

  @Test
  void probes_cost_the_database_nothing_and_the_service_holds_one_connection(
      Vertx vertx, TestDatabase database) {
    try (FaultProxy wire = FaultProxy.to(database)) {
      Service service = over(wire, vertx, database).with("serve", "poll", "1h");
      Eventually.resultOf(service.deploy());
      // the last message of a start, but for the look that follows it
      Eventually.holds(() -> wire.queries().stream()
              .dropWhile(query -> !query.startsWith("listen"))
              .count()
          == 2);
      int before = wire.queries().size();

      for (int i = 0; i < 500; i++) {
        assertThat(service.health.get("/health/ready").status()).isEqualTo(200);
      }

      assertThat(wire.queries()).hasSize(before);
      // the server may still be at the end of the session that has migrated
      Eventually.holds(() -> database.<Long>value(
              "select count(*) from pg_stat_activity where datname = current_database()"
                  + " and application_name like 'codex serve%'")
          == 1);
    }
  }

  @Test
  void a_server_without_a_connection_to_spare_is_an_outage_that_passes(
      Vertx vertx, TestDatabase database) {
    String limit = "alter role " + database.username() + " connection limit ";
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .with("serve", "poll", "50ms");
    database.executeAsSuperuser(limit + "0");
    Future<String> start = service.deploy();
    assertThat(start.isComplete()).isFalse();
    database.executeAsSuperuser(limit + "-1");
    Eventually.resultOf(start);

    database.executeAsSuperuser(limit + "0");
    database.executeAsSuperuser("select pg_terminate_backend(pid) from pg_stat_activity"
        + " where datname = current_database() and application_name like 'codex serve%'");
    Eventually.holds(() -> service.readiness().equals(OUTAGE));
    assertThat(service.health.get("/health/live").status()).isEqualTo(200);
    database.executeAsSuperuser(limit + "-1");
    Eventually.holds(() -> service.readiness().equals(UP));
  }
}
