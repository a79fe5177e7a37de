package dev.codex.http;

import dev.codex.migration.FailedAttempt;
import dev.codex.migration.Problem;
import dev.codex.runtime.SchemaView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** {@code /api/v1/problems}: what is wrong, and what to do about it. */
final class ProblemsDocument {
  private ProblemsDocument() {}

  static JsonObject of(LiveSchema live) {
    JsonArray problems = new JsonArray();
    SchemaView view = live.view();
    if (view != null) {
      view.plan().problems().forEach(problem -> problems.add(json(problem)));
      view.failures().forEach(failure -> problems.add(json(failure)));
      view.invalidIndexes().forEach(index -> problems.add(invalid(index)));
    }
    return new JsonObject().put("revision", live.revision()).put("problems", problems);
  }

  static int count(SchemaView view) {
    return view.plan().problems().size()
        + view.failures().size()
        + view.invalidIndexes().size();
  }

  private static JsonObject json(Problem problem) {
    JsonObject json = new JsonObject()
        .put("code", problem.code().name().toLowerCase(Locale.ROOT))
        .put("fact", problem.fact())
        .put("advice", problem.advice())
        .put("script", problem.script());
    return problem.line() == 0 ? json : json.put("line", problem.line());
  }

  private static JsonObject json(FailedAttempt failure) {
    JsonObject json = new JsonObject()
        .put("code", "migration_failed")
        .put(
            "fact",
            "migration " + failure.label() + " failed: " + failure.message() + " ("
                + failure.sqlState() + ")")
        .put("advice", "correct the script and run codex migrate again")
        .put("script", failure.script())
        .put("build", failure.build())
        .put("at", failure.at().toString());
    return failure.line() == 0 ? json : json.put("line", failure.line());
  }

  private static JsonObject invalid(String index) {
    return new JsonObject()
        .put("code", "invalid_index")
        .put("fact", "the index " + index + " is invalid: a concurrent build of it was cut short")
        .put(
            "advice",
            "if no migration is about to build it again: reindex index concurrently " + index)
        .putNull("script");
  }
}
