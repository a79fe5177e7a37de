package dev.codex.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException;
import dev.codex.runtime.MigratorVerticle;
import dev.codex.runtime.SchemaEvents;
import dev.codex.runtime.WaiterVerticle;
import dev.codex.testing.FreePorts;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README tells Vert.x developers, done. */
@ExtendWith(PostgresExtension.class)
class EmbeddingTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void the_example_of_the_readme_serves_when_the_schema_is_there(TestDatabase database)
      throws Exception {
    int port = FreePorts.next();
    JsonObject config =
        new JsonObject().put("codex", database.config()).put("migrate", true).put("port", port);
    await(vertx.deployVerticle(new LibraryVerticle(), new DeploymentOptions().setConfig(config)));
    assertThat(get(port)).isEqualTo("the schema is at version 1");
    assertThat(database.query("select name from shelf")).isEmpty();
  }

  @Test
  void the_verticles_are_deployed_by_name_and_the_event_tells_of_the_schema(TestDatabase database)
      throws Exception {
    Promise<JsonObject> event = Promise.promise();
    await(SchemaEvents.onReady(vertx, event::tryComplete).completion());
    Future<String> waiter = vertx.deployVerticle(WaiterVerticle.class.getName(), options(database));
    await(vertx.deployVerticle(MigratorVerticle.class.getName(), options(database)));
    await(waiter);
    JsonObject body = await(event.future());
    assertThat(body.getString("state")).isEqualTo("ready");
    assertThat(body.getString("version")).isEqualTo("1");
    assertThat(body.getInteger("applied")).isEqualTo(1);
    assertThat(body.getString("at")).isNotBlank();
  }

  @Test
  void a_deployment_fails_with_what_is_wrong(TestDatabase database) {
    JsonObject unknown = database.config().put("migratons", new JsonObject());
    Future<String> deployment = vertx.deployVerticle(
        MigratorVerticle.class.getName(), new DeploymentOptions().setConfig(unknown));
    assertThat(deployment.toCompletionStage().toCompletableFuture())
        .failsWithin(120, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(CodexException.ConfigurationInvalid.class)
        .withMessageContaining("migrations");
  }

  @Test
  void an_application_answers_the_probes_on_its_own_router(TestDatabase database) throws Exception {
    int port = FreePorts.next();
    JsonObject codex = database
        .config()
        .put(
            "migrations",
            new JsonObject().put("locations", new JsonArray().add("classpath:db/migration")));
    await(vertx.deployVerticle(
        new OwnRouter(),
        new DeploymentOptions().setConfig(new JsonObject().put("codex", codex).put("port", port))));
    assertThat(get(port, "/books")).isEqualTo("none yet");
    assertThat(get(port, "/health/ready")).contains("schema_pending");
    await(vertx.deployVerticle(MigratorVerticle.class.getName(), options(database)));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!get(port, "/health/ready").contains("\"UP\"") && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(get(port, "/health/ready")).contains("\"UP\"");
    assertThat(get(port, "/health/started")).contains("\"UP\"");

    assertThat(new JsonObject(get(port, "/codex/api/v1/state")))
        .contains(Map.entry("status", "ready"), Map.entry("applied", 1));
    assertThat(get(port, "/codex/api/v1/migrations")).contains("\"state\":\"applied\"");
    assertThat(get(port, "/codex/")).startsWith("<!doctype html>");
    assertThat(get(port, "/codex/uplot.js")).contains("uPlot");
    assertThat(get(port, "/codex/metrics")).contains("codex_ready 1.0");
    assertThat(get(port, "/books")).isEqualTo("none yet");
  }

  private static DeploymentOptions options(TestDatabase database) {
    return new DeploymentOptions()
        .setConfig(database
            .config()
            .put(
                "migrations",
                new JsonObject().put("locations", new JsonArray().add("classpath:db/migration"))));
  }

  private String get(int port) throws Exception {
    return get(port, "/");
  }

  private String get(int port, String path) throws Exception {
    return await(vertx
        .createHttpClient()
        .request(HttpMethod.GET, port, "127.0.0.1", path)
        .compose(request -> request.send())
        .compose(HttpClientResponse::body)
        .map(Buffer::toString));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
  }
}
