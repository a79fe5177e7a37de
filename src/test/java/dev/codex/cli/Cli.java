package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Runs a command in this process, by the front door. */
final class Cli {
  private Cli() {}

  /** How a command ended, and what it wrote. */
  record Ended(int code, String out, String err) {
    Ended withCode(int expected) {
      assertThat(code).as("exit code of a command that wrote:%n%s%s", out, err).isEqualTo(expected);
      return this;
    }

    /** The log without what a run says of itself first. */
    List<String> errors() {
      return err.lines().filter(line -> line.contains(" ERROR ")).toList();
    }
  }

  static Ended run(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(args, environment, new PrintWriter(out), new PrintWriter(err));
    return new Ended(code, out.toString(), err.toString());
  }

  static Ended run(String... args) {
    return run(Map.of(), args);
  }
}
