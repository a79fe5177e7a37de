package dev.codex.runtime;

import dev.codex.migration.MigrationReport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * Migrates when it is deployed: the deployment succeeds when the schema is there, and {@code codex.schema.ready} is
 * published then, after {@code codex.schema.changed} if something was applied. Deployed by name it takes its configuration, in the shape of the YAML file, from {@code config()}.
 */
public final class MigratorVerticle extends VerticleBase {
  private final Promise<MigrationReport> report = Promise.promise();
  private @Nullable Migrator migrator;

  public MigratorVerticle() {}

  /** A verticle that runs this migrator. */
  public MigratorVerticle(Migrator migrator) {
    this.migrator = migrator;
  }

  @Override
  public Future<?> start() {
    Migrator run = migrator == null ? Migrator.create(vertx, config()) : migrator;
    migrator = run;
    return SchemaEvents.publishing(
            vertx, run.migrate().onSuccess(this::tell), MigrationReport::state)
        .onComplete(report);
  }

  private void tell(MigrationReport done) {
    if (!done.applied().isEmpty()) {
      SchemaEvents.publishChanged(vertx, done.state());
    }
  }

  /** What the run did; completes, on the verticle's context, before the deployment does. */
  public Future<MigrationReport> report() {
    return report.future();
  }

  @Override
  public Future<?> stop() {
    return migrator == null ? Future.succeededFuture() : migrator.stop();
  }
}
