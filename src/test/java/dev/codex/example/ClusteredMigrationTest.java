package dev.codex.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import dev.codex.runtime.MigratorVerticle;
import dev.codex.runtime.SchemaEvents;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One node of a cluster migrates, and the others are told. */
@ExtendWith(PostgresExtension.class)
class ClusteredMigrationTest {
  @Test
  void a_node_is_told_of_the_schema_that_another_has_migrated(TestDatabase database)
      throws Exception {
    Vertx migrating = node();
    Vertx serving = node();
    try {
      Promise<JsonObject> ready = Promise.promise();
      Promise<JsonObject> changed = Promise.promise();
      // on every node, before the migrator is deployed on one of them
      Future<Void> listening = Future.all(
              SchemaEvents.onReady(serving, ready::tryComplete).completion(),
              SchemaEvents.onChange(serving, changed::tryComplete).completion())
          .mapEmpty();
      Future<String> deployment = listening.compose(registered ->
          migrating.deployVerticle(MigratorVerticle.class.getName(), options(database)));
      ended(deployment);
      assertThat(ended(ready.future()).getString("state")).isEqualTo("ready");
      assertThat(ended(changed.future()).getInteger("applied")).isEqualTo(1);
    } finally {
      ended(serving.close());
      ended(migrating.close());
    }
  }

  private static DeploymentOptions options(TestDatabase database) {
    return new DeploymentOptions()
        .setConfig(database
            .config()
            .put(
                "migrations",
                new JsonObject().put("locations", new JsonArray().add("classpath:db/migration"))));
  }

  /** Found by its address on this host: there is no multicast to rely on. */
  private static Vertx node() throws Exception {
    Config config = new Config();
    config.setClusterName("codex-test-" + ProcessHandle.current().pid());
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.getNetworkConfig().setPort(15701).setPortAutoIncrement(true);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
    return ended(Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(new HazelcastClusterManager(config))
        .buildClustered());
  }

  private static <T> T ended(Future<T> work) throws Exception {
    return work.await(180, TimeUnit.SECONDS);
  }
}
