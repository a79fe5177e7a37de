package dev.codex.http;

import dev.codex.migration.AppliedMigration;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationStatus;
import dev.codex.runtime.SchemaView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/migrations}: every migration that is here or was applied, by version, and where it stands. */
final class MigrationsDocument {
  private MigrationsDocument() {}

  static JsonObject of(LiveSchema live) {
    JsonArray migrations = new JsonArray();
    SchemaView view = live.view();
    if (view != null) {
      RunView run = live.run().view();
      MigrationStatus.of(view.plan()).forEach(status -> migrations.add(json(status, run)));
    }
    return new JsonObject().put("revision", live.revision()).put("migrations", migrations);
  }

  private static JsonObject json(MigrationStatus status, @Nullable RunView run) {
    JsonObject json = new JsonObject()
        .put("version", status.version())
        .put("description", status.description())
        .put("script", status.script())
        .put("state", state(status, run));
    AppliedMigration applied = status.applied();
    RunView.Finished justNow = finished(run).get(status.script());
    if (justNow != null) {
      json.put("applied_at", justNow.at().toString())
          .put("execution_millis", justNow.execution().toMillis());
    } else if (applied != null) {
      json.put("applied_at", applied.installedAt().toString())
          .put("execution_millis", applied.execution().toMillis())
          .put("release", applied.release())
          .put("build", applied.build())
          .put("run", applied.runId().toString())
          .put("has_down", applied.hasDown());
    }
    return json;
  }

  /** What this process is at counts more than the plan that it was made from. */
  private static String state(MigrationStatus status, @Nullable RunView run) {
    if (finished(run).containsKey(status.script())) {
      return "applied";
    }
    Migration current = run == null ? null : run.current();
    return current != null && current.script().name().equals(status.script())
        ? "running"
        : status.state().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, RunView.Finished> finished(@Nullable RunView run) {
    return run == null ? Map.of() : run.finished();
  }
}
