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

  private static final Duration PATIENCE = Duration.ofSeconds(300);

  private final Engine engine;
  private final TestNetwork network;
  private final String address;

  Sandbox(Engine engine) {
    this.engine = engine;
    this.network = TestNetwork.create(engine);
    String server = network.start(
        "postgres",
        "--env",
        "POSTGRES_USER=codex",
        "--env",
        "POSTGRES_PASSWORD=secret",
        Images.postgres(engine));
    address = network.addressOf(server);
    await(
        () -> engine.docker("exec", server, "pg_isready", "--host=127.0.0.1").code() == 0,
        () -> "PostgreSQL in a container");
  }

  /** The URL of the database, which is the same for this machine. */
  String database() {
    return "postgres://codex:secret@" + address + "/codex?sslmode=disable";
  }

  /** Runs a command in our image to its end, for a stranger and on a read-only root. */
  Ended run(Path scripts, String... command) {
    List<String> line = new ArrayList<>(List.of("docker", "run", "--rm", "--user", STRANGER));
    line.addAll(List.of("--network", network.name()));
    line.addAll(words(scripts, List.of(), command));
    return engine.run(line);
  }

  /** Runs a line of the documentation, a {@code docker run}, in this network, from a directory, with {@code DATABASE_URL}. */
  Ended shell(Path directory, String line) {
    String here = line.replace(
            "docker run ",
            "docker run --label " + network.name() + " --network " + network.name() + " ")
        .replace(" codex codex ", " " + network.codex() + " codex ")
        .replace("-p 8080:8080", "-p 8080");
    return engine.run(List.of(
        "sh",
        "-c",
        "cd \"$0\" && export DATABASE_URL=\"$1\" && " + here,
        directory.toString(),
        database()));
  }

  /** Starts a container, by the same rules. */
  String start(Path scripts, List<String> options, String... command) {
    return network.start("codex", words(scripts, options, command).toArray(String[]::new));
  }

  private List<String> words(Path scripts, List<String> options, String... command) {
    List<String> words = new ArrayList<>(List.of("--read-only", "--tmpfs", "/tmp"));
    words.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    words.addAll(List.of("--volume", scripts + ":/app/migrations:ro"));
    words.addAll(List.of("--env", "DATABASE_URL=" + database()));
    words.addAll(List.of("--env", "CODEX_MIGRATIONS_LOCATIONS=/app/migrations"));
    words.addAll(options);
    words.add(network.codex());
    words.addAll(List.of(command));
    return words;
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
    network.close();
  }
}
