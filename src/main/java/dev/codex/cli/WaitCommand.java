package dev.codex.cli;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.SchemaState;
import dev.codex.migration.Version;
import dev.codex.runtime.SchemaEvents;
import dev.codex.runtime.SchemaWaiter;
import dev.codex.runtime.WaiterVerticle;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code codex wait-for-migrations}: blocks an init container until the schema is there. */
final class WaitCommand implements Callable<Integer>, WithOptions, Described {
  private static final Duration LEEWAY = Duration.ofSeconds(30);

  private final Console console;

  private final Options options = new Options();

  private final OptionSpec timeout =
      Options.text("--timeout", "SECONDS", "How long to wait. Default: 300.");

  private final OptionSpec interval =
      Options.text("--interval", "SECONDS", "How often to look at the database. Default: 2.");

  private final OptionSpec version =
      Options.text("--version", "V", "Wait for this version; then no scripts are needed.");

  WaitCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec describe() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("wait-for-migrations");
    spec.usageMessage()
        .description(
            "Waits until every migration of this build is applied by somebody else, and exits.");
    return spec.addOption(timeout).addOption(interval).addOption(version);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = Program.start(console, options, flags())) {
      CodexConfig config = program.withDatabase();
      SchemaWaiter waiter = waiter(program, config);
      WaiterVerticle verticle = new WaiterVerticle(waiter);
      Supplier<Future<SchemaState>> wait =
          () -> program.vertx().deployVerticle(verticle).compose(deployed -> verticle.state());
      SchemaState state = program.await(wait, waiter::stop, waiter.timeout().plus(LEEWAY));
      if (options.isJson()) {
        console.print(SchemaEvents.toJson(state));
      } else {
        console.print(ReportView.ready(state));
      }
    }
    return ExitCode.DONE;
  }

  private SchemaWaiter waiter(Program program, CodexConfig config) {
    SchemaWaiter waiter = SchemaWaiter.create(program.vertx(), config);
    String wanted = version.getValue();
    if (wanted == null) {
      return waiter;
    }
    return waiter.forVersion(Version.parse(wanted)
        .orElseThrow(() -> new CodexException.ConfigurationInvalid(
            "--version " + wanted + " is not a version",
            "give numbers with dots between them, such as 12 or 4.2")));
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    Options.ifGiven(timeout, value -> flags.put("wait.timeout", value));
    Options.ifGiven(interval, value -> flags.put("wait.interval", value));
    return flags;
  }
}
