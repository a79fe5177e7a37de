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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code codex migrate}: applies what is pending, and exits. */
final class MigrateCommand implements Callable<Integer>, WithOptions, Described {
  private final Console console;

  private final Options options = new Options();

  private final OptionSpec timeout = Options.text(
      "--timeout", "SECONDS", "How long to wait while another process migrates. Default: 900.");

  private final OptionSpec phase = Options.text(
      "--phase",
      "PHASE",
      "Up to which phase: expand, before a roll-out, or contract, after it. Default: contract.");

  private final OptionSpec force = Options.flag(
      "--force", "Contract although sessions of builds below the floor are connected.");

  MigrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec describe() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("migrate");
    spec.usageMessage()
        .description(
            "Applies every pending migration, once, whoever else starts at the same time, and exits.");
    return spec.addOption(timeout).addOption(phase).addOption(force);
  }

  @Override
  public Options options() {
    return options;
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
    Options.ifGiven(timeout, value -> flags.put("lock.timeout", value));
    Options.ifGiven(phase, value -> flags.put("rollout.phase", value));
    if (Options.isGiven(force)) {
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
