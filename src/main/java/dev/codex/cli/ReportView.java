package dev.codex.cli;

import dev.codex.migration.MigrationReport;
import dev.codex.migration.MigrationReport.Applied;
import dev.codex.migration.SchemaState;
import dev.codex.runtime.SchemaEvents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;

/** What a run did, as text and as JSON. */
final class ReportView {
  private ReportView() {}

  static void print(Console console, Options options, MigrationReport report) {
    if (options.isJson()) {
      console.print(json(report));
    } else {
      console.print(text(report));
    }
  }

  private static String text(MigrationReport report) {
    int count = report.applied().size();
    if (count == 0) {
      return "nothing to do: " + ready(report.state());
    }
    return "applied " + count + (count == 1 ? " migration in " : " migrations in ")
        + seconds(report.elapsed()) + ": " + ready(report.state());
  }

  /** The state in a few words. */
  static String ready(SchemaState state) {
    String version = state.version() == null
        ? "the schema has no version"
        : "the schema is at version " + state.version();
    return version + ", " + state.applied()
        + (state.applied() == 1 ? " migration is" : " migrations are") + " applied";
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
  }

  private static JsonObject json(MigrationReport report) {
    JsonArray applied = new JsonArray();
    report.applied().forEach(one -> applied.add(json(one)));
    return new JsonObject()
        .put("schema", SchemaEvents.toJson(report.state()))
        .put("applied", applied)
        .put("elapsed_millis", report.elapsed().toMillis());
  }

  private static JsonObject json(Applied one) {
    return new JsonObject()
        .put(
            "version",
            one.migration().version() == null ? null : one.migration().version().toString())
        .put("description", one.migration().description())
        .put("script", one.migration().script().name())
        .put("execution_millis", one.execution().toMillis());
  }
}
