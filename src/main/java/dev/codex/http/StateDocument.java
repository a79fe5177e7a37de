package dev.codex.http;

import dev.codex.migration.AppliedMigration;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import dev.codex.migration.RunningElsewhere;
import dev.codex.migration.SchemaState;
import dev.codex.migration.StatementPosition;
import dev.codex.migration.Version;
import dev.codex.runtime.SchemaView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/state}, and what the events carry: how the schema stands, and what runs now. */
final class StateDocument {
  private StateDocument() {}

  static JsonObject of(LiveSchema live) {
    SchemaReadiness.Answer health = live.health();
    JsonArray details = new JsonArray();
    health.details().forEach(detail -> details.add(detail.word()));
    JsonObject json = new JsonObject()
        .put("revision", live.revision())
        .put("status", health.health().word())
        .put("details", details)
        .put("database", live.isReachable() ? "reachable" : "unreachable")
        .put("build", live.build())
        .put("release", live.release())
        .put("now", Instant.now().toString())
        .put("seen_at", text(live.seenAt()));
    return counted(json, live).put("running", running(live));
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** The counts, with what the run has applied since its plan was made. */
  private static JsonObject counted(JsonObject json, LiveSchema live) {
    SchemaView view = live.view();
    if (view == null) {
      return json.putNull("version").putNull("applied").putNull("pending").put("problems", 0);
    }
    SchemaState state = view.plan().state();
    RunView run = live.run().view();
    int since = run == null ? 0 : Math.min(run.finished().size(), state.pending());
    return json.put("version", run == null ? state.version() : version(view.plan(), run))
        .put("applied", state.applied() + since)
        .put("pending", state.pending() - since)
        .put("problems", ProblemsDocument.count(view));
  }

  /** The highest version, also of what the run has applied since its plan was made. */
  private static @Nullable String version(Plan plan, RunView run) {
    return plan.pending().stream()
        .filter(migration -> run.finished().containsKey(migration.script().name()))
        .flatMap(migration -> Stream.ofNullable(migration.version()))
        .max(Comparator.naturalOrder())
        .filter(highest -> isAbove(highest, plan.state().version()))
        .map(Version::toString)
        .orElse(plan.state().version());
  }

  private static boolean isAbove(Version version, @Nullable String other) {
    return other == null
        || Version.parse(other).map(known -> version.compareTo(known) > 0).orElse(true);
  }

  private static @Nullable JsonObject running(LiveSchema live) {
    RunView run = live.run().view();
    if (run != null) {
      return own(run);
    }
    SchemaView view = live.view();
    return view != null && view.migrating() ? other(view) : null;
  }

  private static JsonObject own(RunView run) {
    JsonObject json = ActivityDocument.add(new JsonObject(), run.activity())
        .put("by", "this_process")
        .put("phase", run.phase().name().toLowerCase(Locale.ROOT))
        .put("number", run.number())
        .put("total", run.total())
        .put("elapsed_millis", sinceMillis(run.started()));
    StatementPosition statement = run.statement();
    if (statement != null) {
      json.put("statement", json(statement));
    }
    Migration current = run.current();
    Instant begun = run.currentStarted();
    return current == null || begun == null
        ? json.putNull("migration")
        : json.put(
            "migration",
            new JsonObject()
                .put(
                    "version",
                    current.version() == null ? null : current.version().toString())
                .put("description", current.description())
                .put("script", current.script().name())
                .put("elapsed_millis", sinceMillis(begun)));
  }

  private static JsonObject json(StatementPosition statement) {
    return new JsonObject()
        .put("number", statement.number())
        .put("last", statement.last())
        .put("total", statement.total() == 0 ? null : statement.total());
  }

  private static JsonObject other(SchemaView view) {
    List<AppliedMigration> rows = view.plan().history().rows();
    String last = rows.isEmpty() ? null : rows.get(rows.size() - 1).label();
    JsonObject json = new JsonObject()
        .put("by", "another_process")
        .put("phase", "applying")
        .put("number", 0)
        .put("total", 0)
        .putNull("elapsed_millis")
        .putNull("migration")
        .put("last_applied", last);
    RunningElsewhere elsewhere = view.elsewhere();
    return elsewhere == null
        ? json
        : ActivityDocument.add(json, elsewhere.activity())
            .put("elapsed_millis", elsewhere.activity().running().toMillis())
            .put("application", elsewhere.application());
  }

  private static long sinceMillis(Instant instant) {
    return Math.max(0, Duration.between(instant, Instant.now()).toMillis());
  }
}
