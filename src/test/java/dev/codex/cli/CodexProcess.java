package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program as a process of its own, with nothing in its environment but what the test gives it. */
final class CodexProcess implements AutoCloseable {
  static final Path FAT_JAR =
      Path.of(System.getProperty("codex.fatJar", "target/codex-fat.jar")).toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(300);

  private final Process process;
  private final Output out;
  private final Output err;

  private CodexProcess(Process process) {
    this.process = process;
    this.out = new Output(process.getInputStream());
    this.err = new Output(process.getErrorStream());
  }

  /** How a process ended, and what it wrote. */
  record Ended(int code, String out, String err) {
    Ended withCode(int expected) {
      assertThat(code).as("exit code of a process that wrote:%n%s%s", out, err).isEqualTo(expected);
      return this;
    }
  }

  /** What a process is started with. */
  static final class Start {
    private final List<String> before = new ArrayList<>();
    private final List<String> java = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path jar = FAT_JAR;
    private Path directory = Path.of("").toAbsolutePath();

    /** A program and its arguments that start ours, as another user for example. */
    Start through(String... command) {
      before.addAll(List.of(command));
      return this;
    }

    Start java(String... flags) {
      java.addAll(List.of(flags));
      return this;
    }

    Start env(Map<String, String> variables) {
      environment.putAll(variables);
      return this;
    }

    Start env(String name, String value) {
      environment.put(name, value);
      return this;
    }

    Start jar(Path other) {
      jar = other;
      return this;
    }

    Start in(Path workingDirectory) {
      directory = workingDirectory;
      return this;
    }

    CodexProcess run(String... args) {
      List<String> command = new ArrayList<>(before);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(java);
      command.addAll(List.of("-jar", jar.toString()));
      command.addAll(List.of(args));
      return launch(environment, directory, command);
    }
  }

  private static CodexProcess launch(
      Map<String, String> environment, Path directory, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    try {
      Process started = builder.start();
      started.getOutputStream().close();
      return new CodexProcess(started);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Starts something that starts the program. */
  static CodexProcess command(Map<String, String> environment, String... command) {
    return launch(environment, Path.of("").toAbsolutePath(), List.of(command));
  }

  static Start with(Map<String, String> environment) {
    return new Start().env(environment);
  }

  /** Starts the program. */
  static CodexProcess start(Map<String, String> environment, String... args) {
    return with(environment).run(args);
  }

  /** Starts the program so that it takes notice of SIGINT even where this JVM was started in the background. */
  static CodexProcess startInterruptible(Map<String, String> environment, String... args) {
    return with(environment).through("env", "--default-signal=INT").run(args);
  }

  long pid() {
    return process.pid();
  }

  Path proc() {
    return Path.of("/proc", String.valueOf(pid()));
  }

  /** Sends a signal: TERM, INT or KILL. */
  void signal(String name) {
    signal(name, pid());
  }

  /** Sends a signal to the program that {@link #command} has led to. */
  void signalProgram(String name) {
    ProcessHandle program = process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow();
    signal(name, program.pid());
  }

  private static void signal(String name, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Waits until the program has written something to its log. */
  void awaitLog(String text) {
    Eventually.isTrue(
        () -> err.text().contains(text),
        () -> "\"" + text + "\" in the log, which is:\n" + err.text());
  }

  /** What it has written to its log so far. */
  String log() {
    return err.text();
  }

  Ended end() {
    return end(PATIENCE);
  }

  Ended end(Duration patience) {
    try {
      boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended)
          .as("ended within %s; it wrote:%n%s%s", patience, out.text(), err.text())
          .isTrue();
      return new Ended(process.exitValue(), out.whole(), err.whole());
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Everything that a stream has given so far. */
  private static final class Output {
    private final StringBuilder read = new StringBuilder();
    private final Thread reader;

    Output(InputStream stream) {
      reader = new Thread(() -> readAll(stream));
      reader.setDaemon(true);
      reader.start();
    }

    private void readAll(InputStream stream) {
      try (stream) {
        byte[] bytes = new byte[8192];
        for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
          append(new String(bytes, 0, count, StandardCharsets.UTF_8));
        }
      } catch (IOException closed) {
        append("");
      }
    }

    private synchronized void append(String text) {
      read.append(text);
    }

    synchronized String text() {
      return read.toString();
    }

    String whole() throws InterruptedException {
      reader.join(TimeUnit.SECONDS.toMillis(60));
      return text();
    }
  }
}
