package dev.codex.cli;

import dev.codex.config.CodexConfig;
import dev.codex.http.ServiceVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codex serve}: migrates or verifies, then serves until it is told to stop. */
@Command(
    name = "serve",
    // to look for them would cost every start of a pod 13 ms
    addMethodSubcommands = false,
    description = {
      "Migrates, and serves when the schema is ready; health checks are there from the first moment.",
      "With CODEX_SKIP_MIGRATIONS=true it verifies instead, and fails to start if migrations are not complete.",
      "With CODEX_EXIT_AFTER_MIGRATION=true it exits with 0 after migrating."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = System.getLogger("dev.codex.cli");

  private final Console console;

  @Mixin
  private Options options = new Options();

  @Option(names = "--wait", description = "Do not migrate: wait until somebody else has.")
  private boolean wait;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, String> flags = wait ? Map.of("serve.wait", "true") : Map.of();
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
