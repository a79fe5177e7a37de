package dev.codex.http;

import dev.codex.migration.AppliedMigration;
import dev.codex.runtime.SchemaView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /api/v1/runs}: what each run has applied, the latest first. A run that applied nothing leaves no trace. */
final class RunsDocument {
  private static final int MOST_RUNS = 100;

  private RunsDocument() {}

  static JsonObject of(LiveSchema live) {
    Map<UUID, List<AppliedMigration>> runs = new LinkedHashMap<>();
    SchemaView view = live.view();
    if (view != null) {
      List<AppliedMigration> rows = view.plan().history().rows();
      for (int at = rows.size() - 1; at >= 0; at--) {
        runs.computeIfAbsent(rows.get(at).runId(), run -> new ArrayList<>()).add(rows.get(at));
      }
    }
    JsonArray json = new JsonArray();
    runs.values().stream().limit(MOST_RUNS).map(RunsDocument::json).forEach(json::add);
    return new JsonObject().put("revision", live.revision()).put("runs", json);
  }

  /** @param rows those of one run, the last one first */
  private static JsonObject json(List<AppliedMigration> rows) {
    AppliedMigration last = rows.get(0);
    AppliedMigration first = rows.get(rows.size() - 1);
    Duration work =
        rows.stream().map(AppliedMigration::execution).reduce(Duration.ZERO, Duration::plus);
    return new JsonObject()
        .put("run", last.runId().toString())
        .put("from", first.label())
        .put("to", last.label())
        .put("applied", rows.size())
        .put("started_at", first.installedAt().minus(first.execution()).toString())
        .put("ended_at", last.installedAt().toString())
        .put("execution_millis", work.toMillis())
        .put("release", last.release())
        .put("build", last.build());
  }
}
