package dev.codex.cli;

import dev.codex.migration.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Problems, as JSON. */
final class ProblemView {
  private ProblemView() {}

  static JsonArray json(List<Problem> problems) {
    JsonArray array = new JsonArray();
    problems.forEach(problem -> array.add(json(problem)));
    return array;
  }

  private static JsonObject json(Problem problem) {
    JsonObject json = new JsonObject()
        .put("code", problem.code().name().toLowerCase(Locale.ROOT))
        .put("fact", problem.fact())
        .put("advice", problem.advice())
        .put("script", problem.script())
        .put("version", problem.version());
    if (problem.line() > 0) {
      json.put("line", problem.line()).put("column", problem.column());
    }
    return json;
  }
}
