package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What may be asked of the program, for the tests of files that ask it. */
public final class Programs {
  private Programs() {}

  /** Demands that the program's own parser takes a command line. */
  public static void assertTaken(List<String> args) {
    assertThatCode(() -> commandLine().parseArgs(args.toArray(String[]::new)))
        .as("codex %s", String.join(" ", args))
        .doesNotThrowAnyException();
  }

  /** The exit codes that {@code --help} lists. */
  public static Set<Integer> exitCodes() {
    return commandLine().getCommandSpec().usageMessage().exitCodeList().keySet().stream()
        .flatMap(codes -> List.of(codes.split(",")).stream())
        .map(code -> Integer.valueOf(code.strip()))
        .collect(Collectors.toSet());
  }

  /** What a command that succeeds prints. */
  public static String output(String... args) {
    return Cli.run(args).withCode(0).out();
  }

  public static int exitCode(String... args) {
    return Cli.run(args).code();
  }

  private static CommandLine commandLine() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Main.commandLine(new Console(Map.of(), nowhere, nowhere), nowhere, nowhere);
  }
}
