package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException;
import dev.codex.migration.SchemaState;
import dev.codex.runtime.SchemaEvents;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} that migrates. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class ServiceVerticleTest {
  /** Runs until the table {@code gate} has a row. */
  private static final String WAITS_AT_THE_GATE = """
      do $$
      begin
        while not exists (select from gate) loop
          perform pg_sleep(0.02);
        end loop;
      end $$;
      """;

  @TempDir
  private Path scripts;

  @Test
  void migrates_and_then_serves(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .withScript("V2__reader.sql", "create table reader (id int);");

    Eventually.resultOf(service.deploy());

    assertThat(service.readiness()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(service.health.get("/health/started").status()).isEqualTo(200);
    assertThat(service.application.get("/health/ready").status()).isEqualTo(200);
    assertThat(service.application.get("/").json().getString("schema")).isEqualTo("ready");
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(2);
  }

  @Test
  void while_the_schema_is_not_ready_only_the_health_checks_are_there(
      Vertx vertx, TestDatabase database) {
    database.execute("create table gate (opened boolean)");
    Service service =
        Service.on(vertx, scripts, database).withScript("V1__waits.sql", WAITS_AT_THE_GATE);

    Future<String> deployment = service.deploy();
    Eventually.holds(service.health::isOpen);
    Eventually.holds(
        () -> service.readiness().equals("{\"status\":\"DOWN\",\"reason\":\"migrating\"}"));

    assertThat(service.health.get("/health/live").status()).isEqualTo(200);
    assertThat(service.health.get("/health/started").status()).isEqualTo(503);
    assertThat(service.application.isOpen()).isFalse();
    assertThat(deployment.isComplete()).isFalse();

    database.execute("insert into gate values (true)");
    Eventually.resultOf(deployment);
    assertThat(service.health.get("/health/started").status()).isEqualTo(200);
    assertThat(service.application.isOpen()).isTrue();
  }

  @Test
  void the_event_of_another_schema_opens_nothing(Vertx vertx, TestDatabase database) {
    database.execute("create table gate (opened boolean)");
    Service service =
        Service.on(vertx, scripts, database).withScript("V1__waits.sql", WAITS_AT_THE_GATE);
    Future<String> deployment = service.deploy();
    Eventually.holds(service.health::isOpen);
    Eventually.holds(() -> service.readiness().contains("migrating"));

    List<String> heard = new CopyOnWriteArrayList<>();
    Eventually.resultOf(SchemaEvents.onReady(vertx, event -> heard.add("ready")).completion());
    SchemaEvents.publishReady(vertx, new SchemaState(SchemaState.Status.READY, "99", 99, 0));
    Eventually.holds(() -> !heard.isEmpty());

    assertThat(service.application.isOpen()).isFalse();
    assertThat(service.readiness()).contains("migrating");
    database.execute("insert into gate values (true)");
    Eventually.resultOf(deployment);
  }

  @Test
  void the_event_is_there_for_everyone(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);");
    List<String> heard = new CopyOnWriteArrayList<>();
    Eventually.resultOf(SchemaEvents.onReady(vertx, event -> heard.add(event.getString("version")))
        .completion());

    Eventually.resultOf(service.deploy());

    Eventually.holds(() -> heard.equals(List.of("1")));
  }

  @Test
  void a_broken_script_fails_the_start_and_leaves_no_port_open(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__broken.sql", "create tabel book (id int);");

    assertThat(Eventually.failureOf(service.deploy()))
        .isInstanceOf(CodexException.MigrationFailed.class)
        .hasMessageContaining("V1__broken.sql:1:8");

    assertThat(service.application.isOpen()).isFalse();
    Eventually.holds(service.health::isClosed);
    assertThat(vertx.deploymentIDs()).isEmpty();
  }

  @Test
  void a_port_of_the_application_in_use_fails_the_start(Vertx vertx, TestDatabase database)
      throws IOException {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);");

    try (ServerSocket other = Caller.occupy(service.application.port())) {
      assertThat(Eventually.failureOf(service.deploy()))
          .isInstanceOf(CodexException.ConfigurationInvalid.class)
          .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is in use")
          .hasMessageContaining("application.port");
    }
    Eventually.holds(service.health::isClosed);
  }

  @Test
  void undeployed_it_closes_both_ports(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);");
    String id = Eventually.resultOf(service.deploy());

    Eventually.resultOf(vertx.undeploy(id));

    Eventually.holds(service.application::isClosed);
    Eventually.holds(service.health::isClosed);
    assertThat(vertx.deploymentIDs()).isEmpty();
  }

  @Test
  void can_be_deployed_by_name(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);");
    DeploymentOptions options = new DeploymentOptions().setConfig(service.json());

    Eventually.resultOf(vertx.deployVerticle("dev.codex.http.ServiceVerticle", options));

    assertThat(service.application.get("/health/ready").status()).isEqualTo(200);
  }
}
