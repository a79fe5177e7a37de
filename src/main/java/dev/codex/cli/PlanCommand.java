package dev.codex.cli;

import dev.codex.migration.Callback;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import dev.codex.migration.Problem;
import dev.codex.runtime.PendingInspection;
import dev.codex.runtime.SchemaReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codex plan}: what {@code migrate} would do. */
@Command(
    name = "plan",
    description = "Shows what migrate would apply, in order, and changes nothing.")
final class PlanCommand implements Callable<Integer>, WithOptions {
  private final Console console;

  private final Options options = new Options();

  @Option(names = "--check", description = "Exit with 11 if something is pending.")
  private boolean check;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = Program.start(console, options)) {
      SchemaReader reader = program.reader("plan");
      Plan plan = program.await(reader.read());
      List<Problem> problems = new ArrayList<>(plan.stopping());
      PendingInspection inspection = program.await(reader.inspect(plan));
      problems.addAll(inspection.problems());
      tell(plan, inspection, problems);
      if (!problems.isEmpty()) {
        return ExitCode.SCRIPTS_INVALID;
      }
      return check && !plan.isUpToDate() ? ExitCode.PENDING : ExitCode.DONE;
    }
  }

  /** The problems are a part of the JSON: stdout holds one document. */
  private void tell(Plan plan, PendingInspection inspection, List<Problem> problems) {
    if (options.isJson()) {
      console.print(json(plan, inspection, problems));
      return;
    }
    print(plan, inspection);
    if (!problems.isEmpty()) {
      throw new CodexException.ScriptsInvalid(problems);
    }
  }

  private void print(Plan plan, PendingInspection inspection) {
    int number = 0;
    for (Migration migration : plan.pending()) {
      number++;
      String way =
          inspection.statementByStatement().contains(migration) ? "  (statement by statement)" : "";
      console.print("%3d. %s  %s%s"
          .formatted(number, migration.label(), migration.script().name(), way));
    }
    callbacks(plan)
        .forEach(callback -> console.print("     %s  %s"
            .formatted(
                callback.migration().label(), callback.migration().script().name())));
    console.print(StatusView.summary(plan));
  }

  /** They are run only if something else is. */
  private static List<Callback> callbacks(Plan plan) {
    return plan.isUpToDate() ? List.of() : plan.set().callbacks();
  }

  private static JsonObject json(Plan plan, PendingInspection inspection, List<Problem> problems) {
    JsonArray pending = new JsonArray();
    for (Migration migration : plan.pending()) {
      pending.add(new JsonObject()
          .put(
              "version",
              migration.version() == null ? null : migration.version().toString())
          .put("description", migration.description())
          .put("script", migration.script().name())
          .put("statement_by_statement", inspection.statementByStatement().contains(migration)));
    }
    JsonArray around = new JsonArray();
    callbacks(plan)
        .forEach(callback -> around.add(new JsonObject()
            .put("event", callback.event().toString())
            .put("script", callback.migration().script().name())));
    JsonArray behind = new JsonArray();
    plan.ahead()
        .forEach(row -> behind.add(new JsonObject()
            .put("version", row.version())
            .put("description", row.description())
            .put("has_down", row.hasDown())));
    return new JsonObject()
        .put("pending", pending)
        .put("callbacks", around)
        .put("behind", behind)
        .put("problems", ProblemView.json(problems));
  }
}
