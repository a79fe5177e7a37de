package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.postgres.CodexTables;
import dev.codex.runtime.Migrator;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the probes of a service that is up say while its database changes under it. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class ReadinessContractTest {
  private static final String UP = "{\"status\":\"UP\"}";
  private static final String NEVER_POLLED = "1h";
  private static final String OFTEN_POLLED = "50ms";

  @TempDir
  private Path scripts;

  @TempDir
  private Path newer;

  private Service up(Vertx vertx, TestDatabase database, String poll) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .with("serve", "poll", poll);
    service.json().put("build", "1.0");
    Eventually.resultOf(service.deploy());
    assertThat(service.readiness()).isEqualTo(UP);
    return service;
  }

  /** Another release: the script of this one, and one more. */
  private void migrateNewer(Vertx vertx, TestDatabase database, String name, String sql)
      throws IOException {
    Files.copy(scripts.resolve("V1__book.sql"), newer.resolve("V1__book.sql"));
    Files.writeString(newer.resolve(name), sql);
    Service other = Service.on(vertx, newer, database);
    other.json().put("build", "2.0");
    Eventually.resultOf(Migrator.create(vertx, other.config())
        .migrate()
        .transform(ended -> io.vertx.core.Future.succeededFuture()));
  }

  @Test
  void a_database_ahead_is_ready_and_said(Vertx vertx, TestDatabase database) throws IOException {
    Service service = up(vertx, database, OFTEN_POLLED);

    migrateNewer(vertx, database, "V2__reader.sql", "create table reader (id int);");

    Eventually.holds(
        () -> service.readiness().equals("{\"status\":\"UP\",\"details\":[\"database_ahead\"]}"));
  }

  @Test
  void a_floor_that_is_raised_is_told_and_ends_readiness_but_not_the_start(
      Vertx vertx, TestDatabase database) throws IOException {
    Service service = up(vertx, database, NEVER_POLLED);

    migrateNewer(vertx, database, "V2__x.sql", "-- codex:min-build 2.0\ncreate table x (id int);");

    Eventually.holds(() ->
        service.readiness().equals("{\"status\":\"DOWN\",\"reason\":\"schema_below_floor\"}"));
    assertThat(service.health.get("/health/ready").status()).isEqualTo(503);
    assertThat(service.health.get("/health/started").status()).isEqualTo(200);
    assertThat(service.health.get("/health/live").status()).isEqualTo(200);
    assertThat(service.application.isOpen()).isTrue();
  }

  @Test
  void a_failure_of_another_build_is_a_detail(Vertx vertx, TestDatabase database)
      throws IOException {
    Service service = up(vertx, database, OFTEN_POLLED);

    migrateNewer(vertx, database, "V2__x.sql", "create tabel x (id int);");

    Eventually.holds(
        () -> service.readiness().equals("{\"status\":\"UP\",\"details\":[\"migration_failed\"]}"));
  }

  @Test
  void what_is_changed_by_hand_is_seen_by_the_poll(Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database, OFTEN_POLLED);

    database.execute("update codex_schema_history set checksum = 'another'");
    Eventually.holds(() -> service.readiness().contains("\"schema_modified\""));
    database.execute("delete from codex_schema_history");
    Eventually.holds(() -> service.readiness().contains("\"schema_pending\""));
    database.execute("drop table codex_schema_history");
    Eventually.holds(() -> service.readiness().contains("\"schema_pending\""));

    database.execute("drop table book");
    Eventually.resultOf(Migrator.create(vertx, service.config()).migrate());
    Eventually.holds(() -> service.readiness().equals(UP));
  }

  @Test
  void a_running_migration_and_an_invalid_index_are_details(Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database, OFTEN_POLLED);

    try (TestSession other = database.open()) {
      other.query("select pg_advisory_lock(" + new CodexTables("public").lockKey() + ")");
      Eventually.holds(
          () -> service.readiness().equals("{\"status\":\"UP\",\"details\":[\"migrating\"]}"));
    }
    Eventually.holds(() -> service.readiness().equals(UP));
    database.execute("create index half on book (id)");
    database.executeAsSuperuser(
        "update pg_index set indisvalid = false where indexrelid = 'half'::regclass");
    database.execute("notify " + new CodexTables("public").channel());
    Eventually.holds(
        () -> service.readiness().equals("{\"status\":\"UP\",\"details\":[\"invalid_index\"]}"));
  }

  @Test
  void a_role_that_may_read_nothing_but_the_history_is_enough(Vertx vertx, TestDatabase database) {
    up(vertx, database, NEVER_POLLED);
    String reader = database.createRole("reader");
    database.execute("grant select on codex_schema_history to " + reader);
    Service service = Service.on(vertx, scripts, database).with("serve", "skip_migrations", true);
    service.json().mergeIn(database.configAs(reader, database.password()));

    Eventually.resultOf(service.deploy());

    assertThat(service.readiness()).isEqualTo(UP);
  }
}
