package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import io.vertx.core.Future;
import java.util.List;

/** Finds the step of a script at which a person wants it to go on. */
final class ResolvableStep {
  private ResolvableStep() {}

  static Future<Step> find(Migration migration, List<Step> steps, int number) {
    if (steps.isEmpty()) {
      return refused(
          migration.script().path()
              + " runs in one transaction: all of it is in effect, or nothing",
          "say --applied, or run codex migrate, which applies it from its beginning");
    }
    int last = steps.get(steps.size() - 1).last().index();
    if (number < 1 || number > last) {
      return refused(
          migration.script().path() + " has no statement " + number + ", but those from 1 to "
              + last,
          number == last + 1
              ? "say --applied if all of them have taken effect"
              : "name the first one that is to be run");
    }
    for (Step step : steps) {
      if (step.first().index() == number) {
        return Future.succeededFuture(step);
      }
      if (step.last().index() >= number) {
        return refused(
            inside(migration, step.first(), number),
            "name " + step.first().index() + ", or the one after the transaction's end");
      }
    }
    return refused("no step has statement " + number, "name another one");
  }

  private static String inside(Migration migration, Statement begin, int number) {
    return "statement " + number + " is inside the transaction that statement " + begin.index()
        + " begins at " + begin.fileOr(migration.script().path()) + ":" + begin.line()
        + ", which is in effect as a whole or not at all";
  }

  private static Future<Step> refused(String fact, String advice) {
    return Future.failedFuture(new CodexException.Refused(fact, advice));
  }
}
