package dev.codex.example;

// tag::readme
import dev.codex.migration.SchemaState;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.SchemaWaiter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Opens its port only when the schema is there. */
public class LibraryVerticle extends VerticleBase {
  @Override
  public Future<?> start() {
    JsonObject codex = config()
        .getJsonObject("codex")
        .put(
            "migrations",
            new JsonObject().put("locations", new JsonArray().add("classpath:db/migration")));
    Future<SchemaState> schema = config().getBoolean("migrate")
        ? Migrator.create(vertx, codex).migrate().map(report -> report.state())
        : SchemaWaiter.create(vertx, codex).awaitReady();
    return schema.compose(ready -> vertx
        .createHttpServer()
        .requestHandler(
            request -> request.response().end("the schema is at version " + ready.version()))
        .listen(config().getInteger("port")));
  }
}
// end::readme
