package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException;
import dev.codex.runtime.Migrator;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} that leaves migrating to others, and the one that ends after it. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class ServeModesTest {
  @TempDir
  private Path scripts;

  private Service service(Vertx vertx, TestDatabase database) {
    return Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);");
  }

  @Test
  void skipping_migrations_fails_when_they_are_not_complete(Vertx vertx, TestDatabase database) {
    Service service = service(vertx, database).with("serve", "skip_migrations", true);

    assertThat(Eventually.failureOf(service.deploy()))
        .isInstanceOf(CodexException.Pending.class)
        .hasMessage("migrations not complete: 1 of 1 are pending; run codex migrate");

    assertThat(service.application.isOpen()).isFalse();
    Eventually.holds(service.health::isClosed);
    assertThat(database.<Long>value("select count(*) from pg_tables where schemaname = 'public'"))
        .isZero();
  }

  @Test
  void skipping_migrations_serves_when_they_are_complete(Vertx vertx, TestDatabase database) {
    Service service = service(vertx, database).with("serve", "skip_migrations", true);
    Eventually.resultOf(Migrator.create(vertx, service.config()).migrate());

    Eventually.resultOf(service.deploy());

    assertThat(service.readiness()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(service.application.get("/").status()).isEqualTo(200);
  }

  @Test
  void skipping_migrations_fails_when_a_script_was_modified(Vertx vertx, TestDatabase database) {
    Service service = service(vertx, database).with("serve", "skip_migrations", true);
    Eventually.resultOf(Migrator.create(vertx, service.config()).migrate());
    service.withScript("V1__book.sql", "create table book (id bigint);");

    assertThat(Eventually.failureOf(service.deploy()))
        .isInstanceOf(CodexException.ScriptsInvalid.class)
        .hasMessageContaining("was modified after it was applied");
  }

  @Test
  void waiting_for_migrations_serves_when_somebody_else_has_migrated(
      Vertx vertx, TestDatabase database) {
    Service service = service(vertx, database).with("serve", "wait", true);
    Future<String> deployment = service.deploy();
    Eventually.holds(service.health::isOpen);
    assertThat(service.readiness())
        .isEqualTo("{\"status\":\"DOWN\",\"reason\":\"schema_pending\"}");
    assertThat(service.application.isOpen()).isFalse();

    Eventually.resultOf(Migrator.create(vertx, service.config()).migrate());

    Eventually.resultOf(deployment);
    assertThat(service.readiness()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(service.application.isOpen()).isTrue();
  }

  @Test
  void what_is_waited_for_can_be_seen(Vertx vertx, TestDatabase database) {
    Service service = service(vertx, database)
        .withScript("V2__reader.sql", "create table reader (id int);")
        .with("serve", "wait", true);
    Eventually.resultOf(Migrator.create(vertx, service.config()).migrate());
    service.withScript("V3__shelf.sql", "create table shelf (id int);");
    Future<String> deployment = service.deploy();
    Eventually.holds(() -> service.health.isOpen()
        && service.health.get("/api/v1/migrations").text().contains("V3__shelf.sql"));

    assertThat(service.health.get("/api/v1/state").json())
        .contains(
            Map.entry("status", "schema_pending"),
            Map.entry("version", "2"),
            Map.entry("applied", 2),
            Map.entry("pending", 1));
    assertThat(service.health.get("/api/v1/migrations").text())
        .contains("\"V3__shelf.sql\",\"state\":\"pending\"");
    assertThat(service.readiness())
        .isEqualTo("{\"status\":\"DOWN\",\"reason\":\"schema_pending\"}");

    Eventually.resultOf(Migrator.create(vertx, service.config()).migrate());
    Eventually.resultOf(deployment);
  }

  @Test
  void waiting_for_migrations_has_an_end(Vertx vertx, TestDatabase database) {
    Service service =
        service(vertx, database).with("serve", "wait", true).with("wait", "timeout", "200ms");

    assertThat(Eventually.failureOf(service.deploy()))
        .isInstanceOf(CodexException.WaitTimedOut.class);
    Eventually.holds(service.health::isClosed);
  }

  @Test
  void ending_after_migrations_opens_no_port_for_the_application(
      Vertx vertx, TestDatabase database) {
    Service service = service(vertx, database).with("serve", "exit_after_migration", true);

    Eventually.resultOf(service.deploy());

    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(1);
    assertThat(service.application.isOpen()).isFalse();
    assertThat(service.readiness()).isEqualTo("{\"status\":\"UP\"}");
  }
}
