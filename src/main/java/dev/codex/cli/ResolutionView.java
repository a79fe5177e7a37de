package dev.codex.cli;

import dev.codex.migration.Decision;
import dev.codex.migration.Migration;
import dev.codex.migration.Resolution;
import dev.codex.migration.Statement;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What has come of a person's decision, as text and as JSON. */
final class ResolutionView {
  private ResolutionView() {}

  static void print(Console console, Options options, Resolution resolution) {
    if (options.isJson()) {
      console.print(json(resolution));
      return;
    }
    String what = "migration " + resolution.migration().label() + " ";
    console.print(
        resolution.decision().kind() == Decision.Kind.APPLIED
            ? what + (resolution.dryRun() ? "would be" : "is") + " recorded as applied"
            : what + (resolution.dryRun() ? "would go on" : "goes on") + place(resolution)
                + " with the next codex migrate");
  }

  private static String place(Resolution resolution) {
    Statement next = resolution.next();
    return next == null
        ? " from its beginning"
        : " at statement " + next.index() + " of " + resolution.statements() + " ("
            + next.label() + ", " + next.fileOr(resolution.migration().script().path()) + ":"
            + next.line() + ")";
  }

  private static JsonObject json(Resolution resolution) {
    Migration migration = resolution.migration();
    Statement next = resolution.next();
    return new JsonObject()
        .put("version", migration.version() == null ? null : migration.version().toString())
        .put("description", migration.description())
        .put("script", migration.script().name())
        .put("decision", resolution.decision().kind().name().toLowerCase(Locale.ROOT))
        .put("reason", resolution.decision().reason())
        .put("dry_run", resolution.dryRun())
        .put("next_statement", next == null ? null : next.index())
        .put("statements", resolution.statements());
  }
}
