package dev.codex.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** The entry of the program {@code codex}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    LeanStart.configure();
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(run(args, System.getenv(), out, err));
  }

  /**
   * Runs a command.
   *
   * @param environment the variables it sees
   * @return the exit code
   */
  public static int run(String[] args, Map<String, String> environment, PrintWriter out, PrintWriter err) {
    Console console = new Console(environment, out, err);
    console.signals().watch();
    try {
      return commandLine(console, out, err).execute(args);
    } finally {
      console.signals().ended();
    }
  }

  static CommandLine commandLine(Console console, PrintWriter out, PrintWriter err) {
    CommandLine program = new CommandLine(new CodexCommand(), new CommandFactory(console));
    program.setOut(out);
    program.setErr(err);
    program.setExecutionExceptionHandler(
        (failure, command, parsed) -> console.failed(failure, Options.of(command)));
    return program;
  }
}
