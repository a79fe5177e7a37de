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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codex wait-for-migrations}: blocks an init container until the schema is there. */
@Command(
    name = "wait-for-migrations",
    // to look for them would cost every start of a pod 13 ms
    addMethodSubcommands = false,
    description =
        "Waits until every migration of this build is applied by somebody else, and exits.")
final class WaitCommand implements Callable<Integer> {
  private static final Duration LEEWAY = Duration.ofSeconds(30);

  private final Console console;

  @Mixin
  private Options options = new Options();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait. Default: 300.")
  private @Nullable String timeout;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "How often to look at the database. Default: 2.")
  private @Nullable String interval;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "Wait for this version; then no scripts are needed.")
  private @Nullable String version;

  WaitCommand(Console console) {
    this.console = console;
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
    if (version == null) {
      return waiter;
    }
    String wanted = version;
    return waiter.forVersion(Version.parse(wanted)
        .orElseThrow(() -> new CodexException.ConfigurationInvalid(
            "--version " + wanted + " is not a version",
            "give numbers with dots between them, such as 12 or 4.2")));
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    if (timeout != null) {
      flags.put("wait.timeout", timeout);
    }
    if (interval != null) {
      flags.put("wait.interval", interval);
    }
    return flags;
  }
}
