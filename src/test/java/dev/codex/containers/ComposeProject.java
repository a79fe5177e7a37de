package dev.codex.containers;

import dev.codex.containers.HostCommand.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compose files brought up under a name of their own, on free ports; everything of it goes when it is closed. */
final class ComposeProject implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Engine engine;
  private final List<Path> files;
  private final String name = "codextest" + Long.toString(System.nanoTime(), 36);
  private final Map<String, String> environment;
  private final int healthPort = freePort();

  ComposeProject(Engine engine, Path... files) {
    this.engine = engine;
    this.files = List.of(files);
    this.environment = new HashMap<>(engine.environment());
    environment.put("APP_IMAGE", Images.codex(engine));
    environment.put("POSTGRES_IMAGE", Images.postgres(engine));
    environment.put("APP_PORT", String.valueOf(freePort()));
    environment.put("HEALTH_PORT", String.valueOf(healthPort));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Ended run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("docker-compose", "-p", name));
    files.forEach(file -> line.addAll(List.of("-f", file.toString())));
    line.addAll(List.of(arguments));
    return HostCommand.run(PATIENCE, environment, line);
  }

  String log(String service) {
    return run("logs", "--no-color", service).output();
  }

  /** A field of the container of a service, by a template of {@code docker inspect}. */
  String inspect(String service, String template) {
    String id = run("ps", "--quiet", service).successfully().output().strip();
    return id.isEmpty() ? "" : engine.inspect(id, template);
  }

  int healthPort() {
    return healthPort;
  }

  @Override
  public void close() {
    run("down", "--volumes", "--timeout", "2");
  }
}
