package dev.codex.http;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.SchemaState;
import dev.codex.postgres.StopSignal;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.MigratorVerticle;
import dev.codex.runtime.Progress;
import dev.codex.runtime.SchemaEvents;
import dev.codex.runtime.SchemaReader;
import dev.codex.runtime.SchemaWaiter;
import dev.codex.runtime.SchemaWatch;
import dev.codex.runtime.WaiterVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Lets {@code serve} through when the schema is ready, and publishes {@code codex.schema.ready} then. As it is told it
 * migrates, waits until others have migrated, or only looks.
 */
final class SchemaGate {
  private static final String COMMAND = "serve";

  private final Vertx vertx;
  private final CodexConfig config;
  private final Progress progress;
  private final SchemaWatch.Listener waiting;
  private final StopSignal stop;

  /**
   * @param progress is told how a migration goes on
   * @param waiting is told what is seen while others are waited for
   */
  SchemaGate(
      Vertx vertx,
      CodexConfig config,
      Progress progress,
      SchemaWatch.Listener waiting,
      StopSignal stop) {
    this.vertx = vertx;
    this.config = config;
    this.progress = progress;
    this.waiting = waiting;
    this.stop = stop;
  }

  /** Completes with a state that is ready, and fails with a {@link CodexException}. */
  Future<SchemaState> pass() {
    if (config.serve().skipMigrations()) {
      return verified();
    }
    return config.serve().awaitMigrations() ? awaited() : migrated();
  }

  private Future<SchemaState> migrated() {
    Migrator migrator = Migrator.create(vertx, config).as(COMMAND).withProgress(progress);
    MigratorVerticle verticle = new MigratorVerticle(migrator);
    stop.requested().compose(asked -> migrator.stop());
    return vertx
        .deployVerticle(verticle)
        .compose(deployed -> verticle.report())
        .map(MigrationReport::state);
  }

  private Future<SchemaState> awaited() {
    SchemaWaiter waiter = SchemaWaiter.create(vertx, config).as(COMMAND).withListener(waiting);
    WaiterVerticle verticle = new WaiterVerticle(waiter);
    stop.requested().compose(asked -> waiter.stop());
    return vertx.deployVerticle(verticle).compose(deployed -> verticle.state());
  }

  private Future<SchemaState> verified() {
    Promise<SchemaState> end = Promise.promise();
    stop.requested()
        .onSuccess(asked ->
            end.tryFail(new CodexException.Interrupted("stopped while looking at the schema")));
    SchemaReader.create(vertx, config, COMMAND)
        .verify()
        .onSuccess(state -> SchemaEvents.publishReady(vertx, state))
        .onSuccess(end::tryComplete)
        .onFailure(end::tryFail);
    return end.future();
  }
}
