package dev.codex.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Docker daemon of Debian's package, with a directory of its own, for the time of a test run. */
final class OwnEngine {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** What a machine may not let it do, given up one after the other. */
  private static final List<List<String>> WAYS = List.of(
      List.of(), List.of("--iptables=false"), List.of("--iptables=false", "--storage-driver=vfs"));

  private final Path directory;
  private final Process daemon;

  private OwnEngine(Path directory, Process daemon) {
    this.directory = directory;
    this.daemon = daemon;
  }

  /** The address of one that was started, if one could be; it ends with this JVM. */
  static Optional<String> start() {
    return WAYS.stream().flatMap(way -> start(way).stream()).findFirst();
  }

  private static Optional<String> start(List<String> flags) {
    try {
      Path directory = Files.createTempDirectory("codex-docker");
      String address = "unix://" + directory.resolve("docker.sock");
      List<String> command = new ArrayList<>(List.of("dockerd", "--host", address));
      command.addAll(List.of("--data-root", directory.resolve("data").toString()));
      command.addAll(List.of("--exec-root", directory.resolve("run").toString()));
      command.addAll(List.of("--pidfile", directory.resolve("pid").toString()));
      command.addAll(flags);
      ProcessBuilder builder = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("log").toFile());
      builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
      OwnEngine engine = new OwnEngine(directory, builder.start());
      if (engine.answers(address)) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> engine.end(address)));
        return Optional.of(address);
      }
      engine.end(address);
      return Optional.empty();
    } catch (IOException noDaemon) {
      return Optional.empty();
    }
  }

  private boolean answers(String address) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (daemon.isAlive() && System.nanoTime() < deadline) {
      if (Engine.answers(address)) {
        return true;
      }
      pause();
    }
    return false;
  }

  private void end(String address) {
    try {
      if (daemon.isAlive()) {
        Map<String, String> environment = Map.of("DOCKER_HOST", address);
        String removal = "docker ps --all --quiet | xargs --no-run-if-empty docker rm --force";
        HostCommand.run(PATIENCE, environment, List.of("sh", "-c", removal));
      }
      daemon.destroy();
      if (!daemon.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        daemon.destroyForcibly().waitFor();
      }
      HostCommand.run(PATIENCE, Map.of(), List.of("rm", "-rf", directory.toString()));
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    } catch (UncheckedIOException leftBehind) {
      System.out.println("left behind: " + directory + ": " + leftBehind);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
