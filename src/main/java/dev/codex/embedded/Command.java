package dev.codex.embedded;

import dev.codex.migration.CodexException.DatabaseUnreachable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, and keeps what it said. */
final class Command {
  private static final int SECONDS = 120;

  /** What a program did: its exit code, and both its outputs. */
  record Result(int exitCode, String output) {
    boolean isSuccess() {
      return exitCode == 0;
    }
  }

  private Command() {}

  static Result run(Path directory, String input, List<String> command) {
    try {
      // A file, not a pipe: the server would inherit a pipe and never end it
      File output = Files.createTempFile("codex", ".out").toFile();
      output.deleteOnExit();
      try {
        int exitCode = await(start(directory, input, command, output));
        return new Result(
            exitCode,
            Files.readString(output.toPath(), Charset.defaultCharset()).strip());
      } finally {
        Files.delete(output.toPath());
      }
    } catch (IOException failure) {
      return new Result(127, failure.toString());
    }
  }

  private static Process start(Path directory, String input, List<String> command, File output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (var in = process.outputWriter()) {
      in.write(input);
    } catch (IOException endedBeforeItRead) {
      process.destroy();
    }
    return process;
  }

  private static int await(Process process) {
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    throw new DatabaseUnreachable(
        "the embedded PostgreSQL did not start or stop within " + SECONDS + " s",
        "try again",
        null);
  }
}
