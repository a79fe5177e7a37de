package dev.codex.cli;

import dev.codex.migration.AdoptionReport;
import dev.codex.migration.Version;
import dev.codex.runtime.Adopter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code codex adopt}: takes over the history of another tool. */
@Command(
    name = "adopt",
    description =
        "Records as applied what another tool's history says is applied, and runs no script. That tool's table is only read.")
final class AdoptCommand implements Callable<Integer>, WithOptions {
  private static final String ALEMBIC = "alembic";

  private final Console console;

  @Spec
  private CommandSpec spec;

  private final Options options = new Options();

  @Option(
      names = "--from",
      paramLabel = "TOOL",
      required = true,
      description =
          "flyway, golang-migrate, goose, prisma, dbmate, node-pg-migrate, sqlx, diesel, graphile, supabase, refinery, atlas, liquibase or alembic.")
  private String from = "";

  @Option(
      names = "--table",
      paramLabel = "SCHEMA.NAME",
      description = "The tool's table, if it is not where it is by default.")
  private @Nullable String table;

  @Option(
      names = "--revision",
      paramLabel = "REVISION=VERSION",
      description =
          "For alembic: the last version that a revision has, if no script says it. May be repeated.")
  private Map<String, String> revisions = new LinkedHashMap<>();

  @Option(names = "--dry-run", description = "Show what would be recorded, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--ignore-missing",
      description = "Record by its name alone what was applied and has no script here.")
  private boolean ignoreMissing;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait while the tool, or Codex, migrates. Default: 900.")
  private @Nullable String timeout;

  @SuppressWarnings("NullAway.Init")
  AdoptCommand(Console console) {
    this.console = console;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    String tool = tool();
    Map<String, String> flags = new LinkedHashMap<>();
    if (timeout != null) {
      flags.put("lock.timeout", timeout);
    }
    if (ignoreMissing) {
      flags.put("migrations.ignore_missing", "true");
    }
    try (Program program = Program.start(console, options, flags)) {
      AdoptionView.print(console, options, adopt(program, tool));
    }
    return ExitCode.DONE;
  }

  private AdoptionReport adopt(Program program, String tool) throws Exception {
    try (RunProgress progress = RunProgress.on(console, options)) {
      Map<String, Version> versions = versions();
      Adopter adopter =
          Adopter.create(program.vertx(), program.withDatabase(), dryRun).withProgress(progress);
      return program.await(
          () -> adopter.adopt(tool, table, versions), adopter::stop, Program.UNBOUNDED);
    }
  }

  private String tool() {
    List<String> tools = Adopter.tools();
    if (!tools.contains(from)) {
      throw new ParameterException(
          spec.commandLine(),
          "--from " + from + " is no tool that Codex can adopt from; these are: "
              + String.join(", ", tools));
    }
    if (!revisions.isEmpty() && !from.equals(ALEMBIC)) {
      throw new ParameterException(
          spec.commandLine(), "--revision is for " + ALEMBIC + ", and not for " + from);
    }
    return from;
  }

  private Map<String, Version> versions() {
    Map<String, Version> versions = new LinkedHashMap<>();
    revisions.forEach((revision, version) -> versions.put(revision, Version.read(version)));
    return versions;
  }
}
