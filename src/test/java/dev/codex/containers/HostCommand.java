package dev.codex.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of this machine, run to its end. */
final class HostCommand {
  private HostCommand() {}

  /**
   * How it ended.
   *
   * @param code -1 if it was ended because it took too long
   * @param output all that it wrote
   */
  record Ended(int code, String output) {
    Ended successfully() {
      return withCode(0);
    }

    Ended withCode(int expected) {
      assertThat(code).as("exit code of a program that wrote:%n%s", output).isEqualTo(expected);
      return this;
    }
  }

  static Ended run(Duration patience, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Path log = Files.createTempFile("codex-command", ".log");
      try {
        Process process =
            builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return new Ended(ended ? process.exitValue() : -1, Files.readString(log));
      } finally {
        Files.delete(log);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
