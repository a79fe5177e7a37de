package dev.codex.cli;

import dev.codex.migration.AppliedMigration;
import dev.codex.migration.MigrationStatus;
import dev.codex.migration.Plan;
import dev.codex.runtime.SchemaEvents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Migrations with their states, as a table and as JSON. */
final class StatusView {
  private StatusView() {}

  static void print(Console console, Options options, List<MigrationStatus> lines, Plan plan) {
    if (options.isJson()) {
      JsonArray migrations = new JsonArray();
      lines.forEach(line -> migrations.add(json(line)));
      console.print(new JsonObject()
          .put("schema", SchemaEvents.toJson(plan.state()))
          .put("migrations", migrations)
          .put("problems", ProblemView.json(plan.problems())));
      return;
    }
    Table table = new Table("Version", "Description", "State", "Applied at (UTC)", "By", "Took");
    lines.forEach(line -> table.row(cells(line)));
    console.print(table.toString());
    console.print(summary(plan));
  }

  static String summary(Plan plan) {
    String version = plan.state().version() == null
        ? "nothing is applied"
        : "the schema is at version " + plan.state().version();
    String pending = plan.pending().isEmpty()
        ? "nothing is pending"
        : ProgressInLog.count(plan.pending().size()) + " pending";
    String behind = plan.ahead().isEmpty() ? "" : "; " + behind(plan);
    return version + "; " + pending + behind;
  }

  /** What a newer build has applied, and whether it could be undone from here. */
  static String behind(Plan plan) {
    long stored = plan.ahead().stream().filter(AppliedMigration::hasDown).count();
    int count = plan.ahead().size();
    return "this image is " + count + " behind the database; down scripts are stored for " + stored
        + " of " + count;
  }

  private static String[] cells(MigrationStatus line) {
    AppliedMigration applied = line.applied();
    return new String[] {
      Objects.requireNonNullElse(line.version(), ""),
      line.description(),
      line.state().toString(),
      applied == null ? "" : time(applied),
      applied == null ? "" : applied.installedBy(),
      applied == null ? "" : applied.execution().toMillis() + " ms"
    };
  }

  private static String time(AppliedMigration applied) {
    return applied
        .installedAt()
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .replace("T", " ")
        .replace("Z", "");
  }

  private static JsonObject json(MigrationStatus line) {
    JsonObject json = new JsonObject()
        .put("version", line.version())
        .put("description", line.description())
        .put("state", line.state().toString())
        .put("script", line.script());
    @Nullable AppliedMigration applied = line.applied();
    if (applied != null) {
      json.put("applied_at", applied.installedAt().toString())
          .put("applied_by", applied.installedBy())
          .put("execution_millis", applied.execution().toMillis())
          .put("release", applied.release())
          .put("build", applied.build())
          .put("has_down", applied.hasDown());
    }
    return json;
  }
}
