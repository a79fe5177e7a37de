package dev.codex.embedded;

import dev.codex.cli.EmbeddedDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** Another process that uses the embedded database, until it is told to let go. */
final class EmbeddedProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private EmbeddedProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** In the other process: says how it got its server, and waits for the end of its input. */
  public static void main(String... arguments) throws IOException {
    EmbeddedDatabase database =
        ServiceLoader.load(EmbeddedDatabase.class).findFirst().orElseThrow();
    Optional<Path> directory = Stream.of(arguments).map(Path::of).findFirst();
    try (EmbeddedDatabase.Server server = database.start(directory)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      System.out.println((server.isStartedHere() ? "started " : "attached ") + server.directory());
      int ended = System.in.read();
      assert ended < 0;
    } catch (RuntimeException failure) {
      System.out.println(failure.getMessage());
    }
  }

  /** @param installation as {@link #install} made it */
  static EmbeddedProcess start(
      Path installation, List<String> prefix, Map<String, String> environment, Object... arguments)
      throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Stream<String> command = Stream.of(
        java,
        "-XX:TieredStopAtLevel=1",
        "-cp",
        installation.resolve("classes") + ":" + installation.resolve("xz.jar"),
        EmbeddedProcess.class.getName());
    ProcessBuilder builder = new ProcessBuilder(
            Stream.of(prefix.stream(), command, Stream.of(arguments).map(Object::toString))
                .flatMap(words -> words)
                .toList())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeAll(List.of("HOME", "XDG_DATA_HOME", "JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(environment);
    return new EmbeddedProcess(builder.start());
  }

  /** Lays out what the process needs where any user may read it. */
  static void install(Path installation) throws IOException {
    Path classes = Path.of("target", "classes");
    Path here = Path.of("target", "test-classes");
    copy(classes.resolve("dev/codex/embedded"), installation.resolve("classes/dev/codex/embedded"));
    copy(classes.resolve("dev/codex/cli"), installation.resolve("classes/dev/codex/cli"));
    copy(
        classes.resolve("dev/codex/migration"),
        installation.resolve("classes/dev/codex/migration"));
    copy(classes.resolve("META-INF/services"), installation.resolve("classes/META-INF/services"));
    copy(here.resolve("dev/codex/embedded"), installation.resolve("classes/dev/codex/embedded"));
    copy(Path.of("target", "pg"), installation.resolve("pg"));
    String xz =
        XZInputStream.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Files.copy(Path.of(xz), installation.resolve("xz.jar"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }

  /** What it says first: it has its server, or why it has none. */
  String says() throws IOException {
    return output.readLine();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** With SIGTERM. */
  void terminate() throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(180, TimeUnit.SECONDS);
    assert ended;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    boolean ended = process.waitFor(180, TimeUnit.SECONDS);
    assert ended;
  }
}
