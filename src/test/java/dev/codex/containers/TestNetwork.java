package dev.codex.containers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network of a test, and the containers in it, which go with it. */
public final class TestNetwork implements AutoCloseable {
  private final Engine engine;
  private final String name = "codex-test-" + Long.toString(System.nanoTime(), 36);
  private final AtomicInteger number = new AtomicInteger();

  private TestNetwork(Engine engine) {
    this.engine = engine;
  }

  public static TestNetwork create(Engine engine) {
    TestNetwork network = new TestNetwork(engine);
    engine.docker("network", "create", network.name).successfully();
    return network;
  }

  String name() {
    return name;
  }

  /** This machine, as containers see it. */
  public String gateway() {
    return engine.inspect(name, "{{range .IPAM.Config}}{{.Gateway}}{{end}}");
  }

  /** Our image. */
  public String codex() {
    return Images.codex(engine);
  }

  /** An image with a shell and little else. */
  public String shell() {
    return Images.SHELL;
  }

  /**
   * Runs a container on its own.
   *
   * @param words options, then the image and its command; without another {@code --network} it is in this one
   * @return its name
   */
  public String start(String called, String... words) {
    String container = name + "-" + number.incrementAndGet() + "-" + called;
    List<String> line = new ArrayList<>(List.of("docker", "run", "--detach", "--label", name));
    line.addAll(List.of("--name", container));
    if (!List.of(words).contains("--network")) {
      line.addAll(List.of("--network", name));
    }
    line.addAll(List.of(words));
    engine.run(line).successfully();
    return container;
  }

  public String addressOf(String container) {
    return engine.inspect(container, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
  }

  /** A process that copies its output to a file, and ends when the container does. */
  public Process follow(String container, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("docker", "logs", "--follow", container)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(engine.environment());
    return builder.start();
  }

  public int exitCode(String container) {
    return Integer.parseInt(
        engine.docker("wait", container).successfully().output().strip());
  }

  /** Sends a signal; one that has ended already does not mind. */
  public void signal(String container, String signal) {
    engine.docker("kill", "--signal", signal, container);
  }

  public void remove(String container) {
    engine.docker("rm", "--force", "--volumes", container).successfully();
  }

  @Override
  public void close() {
    engine.run(List.of(
        "sh",
        "-c",
        "docker ps --all --quiet --filter label=$0 | xargs --no-run-if-empty docker rm --force --volumes;"
            + " docker network rm $0",
        name));
  }
}
