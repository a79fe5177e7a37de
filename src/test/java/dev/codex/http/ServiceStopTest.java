package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code serve} does when it is told to stop before it is up. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class ServiceStopTest {
  @TempDir
  private Path scripts;

  @Test
  void in_the_middle_of_a_script_the_statement_is_cancelled(Vertx vertx, TestDatabase database) {
    Service service =
        Service.on(vertx, scripts, database).withScript("V1__slow.sql", "select pg_sleep(600);");
    ServiceVerticle verticle = service.verticle();
    Future<String> deployment = vertx.deployVerticle(verticle);
    Eventually.holds(service.health::isOpen);
    Eventually.holds(() -> database.<Long>value(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'")
        == 1);
    assertThat(service.readiness()).contains("migrating");

    Eventually.resultOf(verticle.stopRun());

    assertThat(Eventually.failureOf(deployment)).isInstanceOf(CodexException.Interrupted.class);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isZero();
    Eventually.holds(service.health::isClosed);
  }

  @Test
  void while_it_waits_for_others_it_ends_at_once(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .with("serve", "wait", true);
    ServiceVerticle verticle = service.verticle();
    Future<String> deployment = vertx.deployVerticle(verticle);
    Eventually.holds(service.health::isOpen);

    Eventually.resultOf(verticle.stopRun());

    assertThat(Eventually.failureOf(deployment)).isInstanceOf(CodexException.Interrupted.class);
  }

  @Test
  void once_it_is_up_there_is_nothing_to_stop(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);");
    ServiceVerticle verticle = service.verticle();
    Eventually.resultOf(vertx.deployVerticle(verticle));

    Eventually.resultOf(verticle.stopRun());

    assertThat(service.application.isOpen()).isTrue();
  }
}
