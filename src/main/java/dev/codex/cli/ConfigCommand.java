package dev.codex.cli;

import dev.codex.config.LoadedConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code codex config}: questions about the configuration. */
@Command(
    name = "config",
    description = "Shows the configuration.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ConfigCommand.Check.class)
final class ConfigCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ConfigCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: check");
  }

  /** {@code codex config check}: every effective value with its source; needs no database. */
  @Command(
      name = "check",
      description =
          "Shows every effective value and where it came from, secrets masked; needs no database.")
  static final class Check implements Callable<Integer>, WithOptions {
    private final Console console;

    private final Options options = new Options();

    Check(Console console) {
      this.console = console;
    }

    @Override
    public Options options() {
      return options;
    }

    @Override
    public Integer call() throws Exception {
      try (Program program = Program.start(console, options)) {
        LoadedConfig loaded = program.loaded();
        if (options.isJson()) {
          JsonArray entries = new JsonArray();
          loaded
              .entries()
              .forEach(entry -> entries.add(new JsonObject()
                  .put("key", entry.path())
                  .put("value", entry.value())
                  .put("source", entry.source())));
          console.print(new JsonObject()
              .put("entries", entries)
              .put("warnings", new JsonArray(loaded.warnings())));
          return ExitCode.DONE;
        }
        Table table = new Table("Key", "Value", "Source");
        loaded.entries().forEach(entry -> table.row(entry.path(), entry.value(), entry.source()));
        console.print(table.toString());
      }
      return ExitCode.DONE;
    }
  }
}
