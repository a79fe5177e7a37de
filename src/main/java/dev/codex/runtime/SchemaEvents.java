package dev.codex.runtime;

import dev.codex.migration.SchemaState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/**
 * The event that the schema is ready, on the event bus. An event is not sticky: register the consumer before the verticle
 * that publishes it is deployed.
 */
public final class SchemaEvents {
  /** The address; the body is a JSON object with {@code state}, {@code version}, {@code applied} and {@code at}. */
  public static final String SCHEMA_READY = "codex.schema.ready";

  private SchemaEvents() {}

  /** Tells everybody on the event bus that the schema is ready. */
  public static void publishReady(Vertx vertx, SchemaState state) {
    vertx.eventBus().publish(SCHEMA_READY, toJson(state));
  }

  /**
   * Calls a handler each time the schema is said to be ready.
   *
   * @return the consumer, to unregister it
   */
  public static MessageConsumer<JsonObject> onReady(Vertx vertx, Handler<JsonObject> handler) {
    return vertx.eventBus().consumer(SCHEMA_READY, message -> handler.handle(message.body()));
  }

  /** The body of the event. */
  public static JsonObject toJson(SchemaState state) {
    return new JsonObject()
        .put("state", state.status().name().toLowerCase(Locale.ROOT))
        .put("version", state.version())
        .put("applied", state.applied())
        .put("at", Instant.now().toString());
  }

  static <T> Future<T> publishing(
      Vertx vertx, Future<T> run, java.util.function.Function<T, SchemaState> state) {
    return run.onSuccess(done -> publishReady(vertx, state.apply(done)));
  }
}
