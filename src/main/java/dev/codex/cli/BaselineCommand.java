package dev.codex.cli;

import dev.codex.migration.AdoptionReport;
import dev.codex.migration.Version;
import dev.codex.runtime.Adopter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codex baseline}: begins the history of a database that no tool has kept. */
@Command(
    name = "baseline",
    description =
        "Records every script up to a version as applied, without running it, in a database that no tool has kept.")
final class BaselineCommand implements Callable<Integer>, WithOptions {
  private final Console console;

  private final Options options = new Options();

  @Parameters(
      paramLabel = "VERSION",
      description = "The version of the last script whose changes are in the database.")
  private String version = "";

  @Option(names = "--dry-run", description = "Show what would be recorded, and write nothing.")
  private boolean dryRun;

  BaselineCommand(Console console) {
    this.console = console;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = Program.start(console, options)) {
      AdoptionView.print(console, options, baseline(program));
    }
    return ExitCode.DONE;
  }

  private AdoptionReport baseline(Program program) throws Exception {
    try (RunProgress progress = RunProgress.on(console, options)) {
      Adopter adopter =
          Adopter.create(program.vertx(), program.withDatabase(), dryRun).withProgress(progress);
      return program.await(
          () -> adopter.baseline(Version.read(version)), adopter::stop, Program.UNBOUNDED);
    }
  }
}
