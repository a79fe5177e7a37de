package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class VerticlesTest {
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void a_consumer_of_the_event(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory).with("V1__a.sql", "create table a ()");
    vertx = given;
    Ended.well(SchemaEvents.onReady(vertx, events::add).completion());
  }

  private DeploymentOptions options(TestDatabase database) {
    return new DeploymentOptions().setConfig(scripts.json(database.config()));
  }

  @Test
  void deployed_by_name_they_migrate_and_wait_and_tell(TestDatabase database) {
    Future<String> waiter = vertx.deployVerticle(WaiterVerticle.class.getName(), options(database));
    String migrator =
        Ended.well(vertx.deployVerticle(MigratorVerticle.class.getName(), options(database)));
    Ended.well(waiter);
    Ended.until("both have told", () -> events.size() == 2);
    assertThat(events).allSatisfy(event -> {
      assertThat(event.getString("state")).isEqualTo("ready");
      assertThat(event.getString("version")).isEqualTo("1");
      assertThat(event.getInteger("applied")).isEqualTo(1);
      assertThat(Instant.parse(event.getString("at"))).isBefore(Instant.now().plusSeconds(60));
    });
    Ended.well(vertx.undeploy(migrator));
  }

  @Test
  void deployed_by_class_they_answer_what_was_done(TestDatabase database) {
    MigratorVerticle migrator =
        new MigratorVerticle(Migrator.create(vertx, scripts.config(database)));
    Ended.well(vertx.deployVerticle(migrator));
    assertThat(Ended.well(migrator.report()).applied()).hasSize(1);
    WaiterVerticle waiter =
        new WaiterVerticle(SchemaWaiter.create(vertx, scripts.config(database)));
    Ended.well(vertx.deployVerticle(waiter));
    assertThat(Ended.well(waiter.state()).isReady()).isTrue();
  }

  @Test
  void a_failure_is_the_deployments_failure_and_no_event(TestDatabase database) {
    scripts.with("V2__b.sql", "select 1 / 0");
    MigratorVerticle migrator =
        new MigratorVerticle(Migrator.create(vertx, scripts.config(database)));
    Ended.badly(vertx.deployVerticle(migrator), MigrationFailed.class);
    Ended.badly(migrator.report(), MigrationFailed.class);
    assertThat(events).isEmpty();
  }

  @Test
  void an_unknown_key_is_the_deployments_failure() {
    DeploymentOptions options =
        new DeploymentOptions().setConfig(new JsonObject().put("databse", new JsonObject()));
    Ended.badly(
        vertx.deployVerticle(MigratorVerticle.class.getName(), options),
        ConfigurationInvalid.class);
    Ended.badly(
        vertx.deployVerticle(WaiterVerticle.class.getName(), options), ConfigurationInvalid.class);
  }
}
