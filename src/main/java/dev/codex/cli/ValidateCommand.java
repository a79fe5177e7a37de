package dev.codex.cli;

import dev.codex.migration.CodexException;
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

/** {@code codex validate}: everything that is wrong with the scripts and the history, at once. */
@Command(
    name = "validate",
    description =
        "Finds everything that is wrong with the scripts and the history, and changes nothing.")
final class ValidateCommand implements Callable<Integer>, WithOptions {
  private final Console console;

  private final Options options = new Options();

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = Program.start(console, options)) {
      SchemaReader reader = program.reader("validate");
      Plan plan = program.await(reader.read());
      List<Problem> problems = new ArrayList<>(plan.problems());
      PendingInspection inspection = program.await(reader.inspect(plan));
      problems.addAll(inspection.problems());
      problems.addAll(program.await(reader.inspectDown(plan.set())));
      program.await(reader.inspectIndex()).stream()
          .filter(problem -> !problems.contains(problem))
          .forEach(problems::add);
      List<String> alone = inspection.statementByStatement().stream()
          .map(migration -> migration.script().name())
          .sorted()
          .toList();
      if (options.isJson()) {
        console.print(new JsonObject()
            .put("valid", problems.isEmpty())
            .put("statement_by_statement", new JsonArray(alone))
            .put("problems", ProblemView.json(problems)));
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.SCRIPTS_INVALID;
      }
      alone.forEach(path -> console.print(path + " goes statement by statement"));
      if (!problems.isEmpty()) {
        throw new CodexException.ScriptsInvalid(problems);
      }
      console.print("valid: " + StatusView.summary(plan));
    }
    return ExitCode.DONE;
  }
}
