package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another tool's program, run to its end. */
final class PeerProcess {
  private static final int SECONDS = 600;

  private PeerProcess() {}

  /** How it ended, and what it wrote. */
  record Ended(int code, String output) {}

  static Ended run(Path directory, Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    try {
      Path log = Files.createTempFile("peer", ".log");
      Process process =
          builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      String output = Files.readString(log);
      Files.delete(log);
      return new Ended(ended ? process.exitValue() : -1, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static void succeed(Path directory, Map<String, String> environment, String... command) {
    Ended ended = run(directory, environment, command);
    assertThat(ended.code()).as(ended.output()).isZero();
  }
}
