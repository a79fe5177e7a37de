package dev.codex.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of the program {@code codex}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    LeanStart.configure();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, System.getenv(), out, err));
  }

  /**
   * Runs a command.
   *
   * @param environment the variables it sees
   * @return the exit code
   */
  public static int run(
      String[] args, Map<String, String> environment, PrintWriter out, PrintWriter err) {
    Console console = new Console(environment, out, err);
    // what fails before the flags are known is told too
    LogSetup.configure(new Options(), err);
    console.headStart().begin(args);
    console.signals().watch();
    try {
      return commandLine(console, out, err, args).execute(args);
    } catch (Error failure) {
      // such as no memory left: threads that go on must not keep a process alive whose command is
      // dead
      return console.failed(failure, new Options());
    } finally {
      console.headStart().end();
      console.signals().ended();
    }
  }

  /** The program as far as the arguments need it: with all of its commands if they begin with none. */
  static CommandLine commandLine(
      Console console, PrintWriter out, PrintWriter err, String... args) {
    CommandLine program = Commands.program(new CommandFactory(console), args);
    program.setOut(out);
    program.setErr(err);
    program.setParameterExceptionHandler(Main::misused);
    program.setExecutionExceptionHandler(
        (failure, command, parsed) -> console.failed(failure, Options.of(command)));
    return program;
  }

  /** One line of what is wrong and one of where to look, rather than the whole help. */
  private static int misused(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("codex: " + fact(wrong));
    boolean suggested = UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println(
        (suggested ? "or see " : "see ") + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.CONFIGURATION;
  }

  private static String fact(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
      return String.valueOf(wrong.getMessage());
    }
    String argument = "'" + unmatched.getUnmatched().get(0) + "'";
    boolean isCommand = !wrong.getCommandLine().getSubcommands().isEmpty();
    return isCommand ? "there is no command " + argument : "unexpected argument " + argument;
  }
}
