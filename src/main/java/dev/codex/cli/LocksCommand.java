package dev.codex.cli;

import dev.codex.migration.CodexException;
import dev.codex.migration.LockReport;
import dev.codex.migration.LockReport.Holder;
import dev.codex.runtime.Locks;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codex locks}: who holds the migration lock, and who waits for whom. */
@Command(
    name = "locks",
    description =
        "Shows who holds the migration lock and what it does, and which sessions of the database wait for which.")
final class LocksCommand implements Callable<Integer>, WithOptions {
  private final Console console;

  private final Options options = new Options();

  @Option(
      names = "--release",
      description =
          "End the session that holds the migration lock, after asking; what it has not committed is rolled back.")
  private boolean release;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  LocksCommand(Console console) {
    this.console = console;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = Program.start(console, options)) {
      Locks locks = Locks.create(program.vertx(), program.withDatabase());
      LockReport report = program.await(locks.read());
      LocksView.print(console, options, report);
      if (release) {
        for (Holder holder : report.holders()) {
          release(program, locks, holder);
        }
      }
    }
    return ExitCode.DONE;
  }

  private void release(Program program, Locks locks, Holder holder) throws Exception {
    String pid = "pid " + holder.session().pid();
    if (!yes && !console.confirms("End the session of " + holder.session().describe() + "?")) {
      throw new CodexException.ConfigurationInvalid(
          pid + " was not ended, as nobody has said yes", "answer y on a terminal, or add --yes");
    }
    boolean ended = program.await(locks.release(holder));
    console.err().println(ended ? pid + " was ended" : pid + " had gone by itself");
  }
}
