package dev.codex.runtime;

import dev.codex.migration.SchemaState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/**
 * What the event bus is told of the schema, on every node if it is clustered. An event is not sticky: register the
 * consumer before the verticle that publishes it is deployed.
 */
public final class SchemaEvents {
  /** The address; the body is a JSON object with {@code state}, {@code version}, {@code applied} and {@code at}. */
  public static final String SCHEMA_READY = "codex.schema.ready";

  /**
   * The address of an event that the history has grown, whoever applied what; the body is the same. Prepared statements
   * that are kept may return other columns now, and have to be prepared again.
   */
  public static final String SCHEMA_CHANGED = "codex.schema.changed";

  private SchemaEvents() {}

  /** Tells everybody on the event bus that the schema is ready. */
  public static void publishReady(Vertx vertx, SchemaState state) {
    vertx.eventBus().publish(SCHEMA_READY, toJson(state));
  }

  /** Tells everybody on the event bus that migrations were applied. */
  static void publishChanged(Vertx vertx, SchemaState state) {
    vertx.eventBus().publish(SCHEMA_CHANGED, toJson(state));
  }

  /**
   * Calls a handler each time the schema is said to be ready.
   *
   * @return the consumer, to unregister it
   */
  public static MessageConsumer<JsonObject> onReady(Vertx vertx, Handler<JsonObject> handler) {
    return vertx.eventBus().consumer(SCHEMA_READY, message -> handler.handle(message.body()));
  }

  /**
   * Calls a handler each time migrations were applied: by a {@link MigratorVerticle}, or by another process if a {@link
   * SchemaWatch} is there to see it, as it is in {@code serve}. It may be called more than once for one change.
   *
   * @return the consumer, to unregister it
   */
  public static MessageConsumer<JsonObject> onChange(Vertx vertx, Handler<JsonObject> handler) {
    return vertx.eventBus().consumer(SCHEMA_CHANGED, message -> handler.handle(message.body()));
  }

  /** The body of the events. */
  public static JsonObject toJson(SchemaState state) {
    return new JsonObject()
        .put("state", state.status().name().toLowerCase(Locale.ROOT))
        .put("version", state.version())
        .put("applied", state.applied())
        .put("at", Instant.now().toString());
  }

  static <T> Future<T> publishing(Vertx vertx, Future<T> run, Function<T, SchemaState> state) {
    return run.onSuccess(done -> publishReady(vertx, state.apply(done)));
  }
}
