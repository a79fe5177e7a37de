package dev.codex.cli;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.AdoptionReport;
import dev.codex.runtime.Adopter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code codex adopt}: takes over the history of another tool. */
@Command(
    name = "adopt",
    description =
        "Records as applied what another tool's history says is applied, and runs no script. That tool's table is only read.")
final class AdoptCommand implements Callable<Integer> {
  private final Console console;

  @Spec
  private CommandSpec spec;

  @Mixin
  private Options options = new Options();

  @Option(
      names = "--from",
      paramLabel = "TOOL",
      required = true,
      description =
          "flyway, golang-migrate, goose, prisma, dbmate, node-pg-migrate, sqlx, diesel, graphile, supabase, refinery, atlas or liquibase.")
  private String from = "";

  @Option(
      names = "--table",
      paramLabel = "SCHEMA.NAME",
      description = "The tool's table, if it is not where it is by default.")
  private @Nullable String table;

  @Option(names = "--dry-run", description = "Show what would be recorded, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--ignore-missing",
      description = "Record by its name alone what was applied and has no script here.")
  private boolean ignoreMissing;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait while the tool, or Codex, migrates. Default: 900.")
  private @Nullable String timeout;

  @SuppressWarnings("NullAway.Init")
  AdoptCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    ScriptFormat tool = tool();
    Map<String, String> flags = new LinkedHashMap<>();
    if (timeout != null) {
      flags.put("lock.timeout", timeout);
    }
    if (ignoreMissing) {
      flags.put("migrations.ignore_missing", "true");
    }
    try (Program program = Program.start(console, options, flags)) {
      AdoptionView.print(console, options, adopt(program, tool));
    }
    return ExitCode.DONE;
  }

  private AdoptionReport adopt(Program program, ScriptFormat tool) throws Exception {
    try (RunProgress progress = RunProgress.on(console, options)) {
      Adopter adopter =
          Adopter.create(program.vertx(), program.withDatabase(), dryRun).withProgress(progress);
      return program.await(() -> adopter.adopt(tool, table), adopter::stop, Program.UNBOUNDED);
    }
  }

  private ScriptFormat tool() {
    List<ScriptFormat> tools = Adopter.tools();
    return tools.stream()
        .filter(known -> known.toString().equals(from))
        .findFirst()
        .orElseThrow(() -> new ParameterException(
            spec.commandLine(),
            "--from " + from + " is no tool that Codex can adopt from; these are: "
                + String.join(", ", tools.stream().map(ScriptFormat::toString).toList())));
  }
}
