package dev.codex.cli;

import dev.codex.config.CodexConfig;
import dev.codex.migration.MigrationReport;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.MigratorVerticle;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codex migrate}: applies what is pending, and exits. */
@Command(
    name = "migrate",
    // to look for them would cost every start of a pod 13 ms
    addMethodSubcommands = false,
    description =
        "Applies every pending migration, once, whoever else starts at the same time, and exits.")
final class MigrateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin
  private Options options = new Options();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait while another process migrates. Default: 900.")
  private @Nullable String timeout;

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description =
          "Up to which phase: expand, before a roll-out, or contract, after it. Default: contract.")
  private @Nullable String phase;

  @Option(
      names = "--force",
      description = "Contract although sessions of builds below the floor are connected.")
  private boolean force;

  MigrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = Program.start(console, options, flags())) {
      ReportView.print(console, options, migrate(program, program.withDatabase()));
    }
    return ExitCode.DONE;
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    if (timeout != null) {
      flags.put("lock.timeout", timeout);
    }
    if (phase != null) {
      flags.put("rollout.phase", phase);
    }
    if (force) {
      flags.put("rollout.force", "true");
    }
    return flags;
  }

  private MigrationReport migrate(Program program, CodexConfig config) throws Exception {
    try (RunProgress progress = RunProgress.on(console, options)) {
      Migrator migrator =
          Migrator.create(program.vertx(), config).withProgress(program.observed(progress, config));
      MigratorVerticle verticle = new MigratorVerticle(migrator);
      Supplier<Future<MigrationReport>> run =
          () -> program.vertx().deployVerticle(verticle).compose(deployed -> verticle.report());
      return program.await(run, migrator::stop, Program.UNBOUNDED);
    }
  }
}
