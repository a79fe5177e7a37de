package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A real Chromium that Playwright drives, one step after the other, by {@code src/test/playwright/dashboard.mjs}. */
final class Browser implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("src/test/playwright").toAbsolutePath();

  private final Process process;
  private final PrintWriter steps;
  private final BufferedReader answers;

  private Browser(Process process) {
    this.process = process;
    this.steps = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Skips the test, and says so, where Node, Chromium or Playwright is not there. */
  static Browser at(String address, Path pictures) {
    Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
    boolean playwright = Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core"));
    assumeTrue(
        chromium.isPresent() && playwright,
        "the dashboard is tested in a browser: install chromium and node, and run npm ci in src/test/playwright");
    ProcessBuilder builder = new ProcessBuilder(
        "node", "dashboard.mjs", address, pictures.toAbsolutePath().toString());
    builder.directory(SCRIPTS.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("CODEX_CHROMIUM", chromium.orElseThrow().toString());
    try {
      return new Browser(builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Takes steps, each of which has to succeed. */
  Browser does(String... lines) {
    for (String line : lines) {
      steps.println(line);
      try {
        assertThat(answers.readLine()).as(line).isEqualTo("ok");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return this;
  }

  @Override
  public void close() {
    steps.close();
    try {
      if (!process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
