package dev.codex.cli;

import dev.codex.migration.MigrationStatus;
import dev.codex.migration.Plan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code codex info}: every migration with where it stands. */
@Command(
    name = "info",
    description =
        "Shows every migration: its state, when and by whom it was applied, and how long it took.")
final class InfoCommand implements Callable<Integer>, WithOptions {
  private final Console console;

  private final Options options = new Options();

  InfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = Program.start(console, options)) {
      Plan plan = program.await(program.reader("info").read());
      StatusView.print(console, options, MigrationStatus.of(plan), plan);
    }
    return ExitCode.DONE;
  }
}
