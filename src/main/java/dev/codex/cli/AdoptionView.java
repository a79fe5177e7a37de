package dev.codex.cli;

import dev.codex.migration.Adopted;
import dev.codex.migration.AdoptionReport;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was taken over from another tool, as text and as JSON. */
final class AdoptionView {
  private AdoptionView() {}

  static void print(Console console, Options options, AdoptionReport report) {
    if (options.isJson()) {
      console.print(json(report));
      return;
    }
    if (!report.adopted().isEmpty()) {
      Table table = new Table("Version", "Description", "Script", "Applied at (UTC)", "By");
      report.adopted().forEach(row -> table.row(cells(row)));
      console.print(table.toString());
    }
    report.notes().forEach(console::print);
    console.print(summary(report));
  }

  private static String summary(AdoptionReport report) {
    String source = report.source() == null ? "" : " from " + report.source();
    int count = report.adopted().size();
    String known = report.alreadyRecorded() == 0
        ? ""
        : report.alreadyRecorded() + (count == 0 ? "" : " more")
            + (report.alreadyRecorded() == 1 ? " is" : " are") + " recorded already";
    String done = (report.dryRun() ? "would adopt " : "adopted ")
        + ProgressInLog.count(count)
        + source
        + (known.isEmpty() ? "" : ", " + known);
    String nothing = "nothing to adopt" + source + (known.isEmpty() ? "" : ": " + known);
    return (count == 0 ? nothing : done) + "; " + pending(report.after());
  }

  private static String pending(Plan after) {
    int count = after.pending().size();
    return count == 0
        ? "nothing is pending"
        : ProgressInLog.count(count) + " pending: " + after.pending().get(0).label()
            + (count == 1 ? "" : " and on");
  }

  private static String[] cells(Adopted row) {
    return new String[] {
      Objects.toString(row.version(), ""),
      row.description(),
      row.isMissing() ? row.script() + " (not here)" : row.script(),
      time(row.installedAt()),
      Objects.toString(row.installedBy(), "")
    };
  }

  private static String time(@Nullable Instant at) {
    return at == null
        ? ""
        : at.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", "");
  }

  private static JsonObject json(AdoptionReport report) {
    JsonArray adopted = new JsonArray();
    report.adopted().forEach(row -> adopted.add(json(row)));
    JsonArray pending = new JsonArray();
    report.after().pending().forEach(migration -> pending.add(json(migration)));
    return new JsonObject()
        .put("source", report.source())
        .put("dry_run", report.dryRun())
        .put("adopted", adopted)
        .put("already_recorded", report.alreadyRecorded())
        .put("pending", pending)
        .put("notes", new JsonArray(report.notes()));
  }

  private static JsonObject json(Adopted row) {
    return new JsonObject()
        .put("version", row.version() == null ? null : row.version().toString())
        .put("description", row.description())
        .put("script", row.script())
        .put("missing", row.isMissing())
        .put("applied_at", row.installedAt() == null ? null : row.installedAt().toString())
        .put("applied_by", row.installedBy())
        .put("execution_millis", row.execution().toMillis());
  }

  private static JsonObject json(Migration migration) {
    return new JsonObject()
        .put("version", migration.version() == null ? null : migration.version().toString())
        .put("description", migration.description())
        .put("script", migration.script().name());
  }
}
