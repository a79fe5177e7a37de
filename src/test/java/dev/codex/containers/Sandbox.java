package dev.codex.containers;

import dev.codex.containers.HostCommand.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A network with an empty PostgreSQL, and our image run there as a careful operator would: all of it goes with the test. */
final class Sandbox implements AutoCloseable {
  /** A user that the image does not know. */
  static final String STRANGER = "54321:54321";

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Engine engine;
  private final String image;
  private final String name = "codex-test-" + Long.toString(System.nanoTime(), 36);
  private final String address;

  Sandbox(Engine engine) {
    this.engine = engine;
    this.image = Images.codex(engine);
    engine.docker("network", "create", name).successfully();
    String server = name + "-postgres";
    List<String> start = new ArrayList<>(List.of("docker", "run", "--detach", "--name", server));
    start.addAll(List.of("--label", name, "--network", name));
    start.addAll(List.of("--env", "POSTGRES_USER=codex", "--env", "POSTGRES_PASSWORD=secret"));
    start.add(Images.postgres(engine));
    engine.run(start).successfully();
    address = engine.inspect(server, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    await(
        () -> engine.docker("exec", server, "pg_isready", "--host=127.0.0.1").code() == 0,
        () -> "PostgreSQL in a container");
  }

  /** The server as this machine and the containers see it. */
  String url() {
    return "postgres://codex:secret@" + address + "/codex?sslmode=disable";
  }

  /** Runs a command in our image to its end, for a stranger and on a read-only root. */
  Ended run(Path scripts, String... command) {
    return engine.run(line(scripts, List.of("--rm", "--user", STRANGER), command));
  }

  /** Leaves a container of this name running, or ended. */
  void start(Path scripts, String container, List<String> flags, String... command) {
    List<String> all = new ArrayList<>(List.of("--detach", "--name", container));
    all.addAll(flags);
    engine.run(line(scripts, all, command)).successfully();
  }

  private List<String> line(Path scripts, List<String> flags, String... command) {
    List<String> line = new ArrayList<>(List.of("docker", "run", "--label", name));
    line.addAll(List.of("--network", name, "--read-only", "--tmpfs", "/tmp"));
    line.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    line.addAll(List.of("--volume", scripts + ":/app/migrations:ro"));
    line.addAll(List.of("--env", "DATABASE_URL=" + url()));
    line.addAll(List.of("--env", "CODEX_MIGRATIONS_LOCATIONS=/app/migrations"));
    line.addAll(flags);
    line.add(image);
    line.addAll(List.of(command));
    return line;
  }

  static void await(BooleanSupplier condition, Supplier<String> what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for " + what.get());
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
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
