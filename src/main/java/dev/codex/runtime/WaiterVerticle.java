package dev.codex.runtime;

import dev.codex.migration.SchemaState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * Waits when it is deployed: the deployment succeeds when the schema is ready, and {@code codex.schema.ready} is
 * published then. Deployed by name it takes its configuration, in the shape of the YAML file, from {@code config()}.
 */
public final class WaiterVerticle extends VerticleBase {
  private final Promise<SchemaState> state = Promise.promise();
  private @Nullable SchemaWaiter waiter;

  public WaiterVerticle() {}

  /** A verticle that waits with this waiter. */
  public WaiterVerticle(SchemaWaiter waiter) {
    this.waiter = waiter;
  }

  @Override
  public Future<?> start() {
    SchemaWaiter wait = waiter == null ? SchemaWaiter.create(vertx, config()) : waiter;
    waiter = wait;
    return SchemaEvents.publishing(vertx, wait.awaitReady(), ready -> ready).onComplete(state);
  }

  /** How the schema stood when it became ready. */
  public Future<SchemaState> state() {
    return state.future();
  }

  @Override
  public Future<?> stop() {
    return waiter == null ? Future.succeededFuture() : waiter.stop();
  }
}
