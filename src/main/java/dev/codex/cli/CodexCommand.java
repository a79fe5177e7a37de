package dev.codex.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program without a command: says which there are. */
@Command(
    name = CodexCommand.NAME,
    description =
        "Brings a PostgreSQL database to the schema that an application needs, and lets nothing start before.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:unexpected",
      "2:usage or configuration",
      "4:the wait timed out",
      "5:a lock was not free in time, the migration lock or one of a script",
      "6:a migration failed",
      "7:the database cannot be reached",
      "8:the scripts or the history are not valid",
      "9:the outcome is in doubt",
      "10:refused to run here (pooler, standby, privileges)",
      "11:migrations are pending",
      "130, 143:interrupted"
    })
final class CodexCommand implements Runnable {
  static final String NAME = "codex";

  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  CodexCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
