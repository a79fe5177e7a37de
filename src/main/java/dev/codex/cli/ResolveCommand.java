package dev.codex.cli;

import dev.codex.migration.Decision;
import dev.codex.migration.Resolution;
import dev.codex.runtime.Resolver;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codex resolve}: takes a person's word for what became of a migration. */
@Command(
    name = "resolve",
    description =
        "Takes your word for what became of a migration that was cut short or made by hand, and runs no script.")
final class ResolveCommand implements Callable<Integer>, WithOptions {
  private final Console console;

  @Spec
  private CommandSpec spec;

  private final Options options = new Options();

  @Parameters(
      paramLabel = "VERSION",
      description = "The version; of a repeatable migration its description or script.")
  private String name = "";

  @ArgGroup(multiplicity = "1")
  private Said said = new Said();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for those who read it later; kept with your name in codex_resolution.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Show what would come of it, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait while another process migrates. Default: 900.")
  private @Nullable String timeout;

  /** What the person says: one of them. */
  static final class Said {
    @Option(names = "--applied", description = "All of it is in effect: it is recorded as applied.")
    private boolean applied;

    @Option(
        names = "--not-applied",
        description = "Nothing of it is in effect: it is run from its beginning.")
    private boolean notApplied;

    @Option(
        names = "--from-statement",
        paramLabel = "N",
        description = "All statements before the N-th are in effect: it is run from there.")
    private int statement;
  }

  @SuppressWarnings("NullAway.Init")
  ResolveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    Decision decision = decision();
    Map<String, String> flags = timeout == null ? Map.of() : Map.of("lock.timeout", timeout);
    try (Program program = Program.start(console, options, flags)) {
      ResolutionView.print(console, options, resolve(program, decision));
    }
    return ExitCode.DONE;
  }

  private Decision decision() {
    if (reason.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--reason is empty; say why");
    }
    if (said.applied) {
      return Decision.applied(reason);
    }
    return said.notApplied
        ? Decision.notApplied(reason)
        : Decision.fromStatement(said.statement, reason);
  }

  private Resolution resolve(Program program, Decision decision) throws Exception {
    try (RunProgress progress = RunProgress.on(console, options)) {
      Resolver resolver =
          Resolver.create(program.vertx(), program.withDatabase(), dryRun).withProgress(progress);
      return program.await(
          () -> resolver.resolve(name, decision), resolver::stop, Program.UNBOUNDED);
    }
  }
}
