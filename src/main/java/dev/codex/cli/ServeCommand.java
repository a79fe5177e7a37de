package dev.codex.cli;

import dev.codex.config.CodexConfig;
import dev.codex.http.ServiceVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code codex serve}: migrates or verifies, then serves until it is told to stop. */
final class ServeCommand implements Callable<Integer>, WithOptions, Described {
  private static final Logger LOG = System.getLogger("dev.codex.cli");

  private final Console console;

  private final Options options = new Options();

  private final OptionSpec wait =
      Options.flag("--wait", "Do not migrate: wait until somebody else has.");

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec describe() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("serve");
    spec.usageMessage()
        .description(
            "Migrates, and serves when the schema is ready; health checks are there from the first moment.",
            "With CODEX_SKIP_MIGRATIONS=true it verifies instead, and fails to start if migrations are not complete.",
            "With CODEX_EXIT_AFTER_MIGRATION=true it exits with 0 after migrating.");
    return spec.addOption(wait);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, String> flags = Options.isGiven(wait) ? Map.of("serve.wait", "true") : Map.of();
    try (Program program = Program.start(console, options, flags, MeasuredStart::vertx);
        RunProgress progress = RunProgress.on(console, options)) {
      CodexConfig config = program.withDatabase();
      ServiceVerticle service = ServiceVerticle.create(config, progress);
      String deployed = program.await(
          () -> program.vertx().deployVerticle(service), service::stopRun, Program.UNBOUNDED);
      if (!config.serve().exitAfterMigration()) {
        untilStopped(program, deployed);
      }
    }
    return ExitCode.DONE;
  }

  private static void untilStopped(Program program, String deployed) throws Exception {
    Promise<Void> end = Promise.promise();
    Future<Void> stopped = end.future().compose(asked -> program.vertx().undeploy(deployed));
    program.await(
        () -> stopped,
        () -> {
          end.tryComplete();
          return stopped;
        },
        Program.UNBOUNDED);
    LOG.log(Level.INFO, "stopped");
  }
}
