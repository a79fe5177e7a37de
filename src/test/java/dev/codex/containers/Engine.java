package dev.codex.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Docker engine of the tests that want containers: the one that answers, or one of our own. There is no registry: its
 * images are {@link Images made here}. It costs minutes, so a run has to ask for it: {@code -Dcodex.containers=on}.
 */
public final class Engine {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static @Nullable Engine only;
  private static @Nullable String whyNot;

  private final Map<String, String> environment;

  private Engine(String address) {
    // the builder that needs nothing beside the engine
    this.environment = Map.of("DOCKER_HOST", address, "DOCKER_BUILDKIT", "0");
  }

  /** Skips the test where no engine can be had. */
  public static synchronized Engine assumed() {
    if (only == null && whyNot == null) {
      look();
    }
    assumeTrue(only != null, () -> whyNot);
    return only;
  }

  private static void look() {
    if (!"on".equals(System.getProperty("codex.containers"))) {
      whyNot = "containers are asked for with -Dcodex.containers=on";
      return;
    }
    Optional<String> address = Optional.ofNullable(System.getenv("DOCKER_HOST"))
        .or(() -> Optional.of("unix:///var/run/docker.sock"))
        .filter(Engine::answers)
        .or(OwnEngine::start);
    if (address.isEmpty()) {
      whyNot = "no Docker engine answers, and none can be started here";
      return;
    }
    Engine engine = new Engine(address.get());
    whyNot = Images.whyNot(engine).orElse(null);
    only = whyNot == null ? engine : null;
  }

  static boolean answers(String address) {
    return HostCommand.run(
                PATIENCE,
                Map.of("DOCKER_HOST", address),
                List.of("sh", "-c", "docker info >/dev/null"))
            .code()
        == 0;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Runs {@code docker} with these arguments. */
  HostCommand.Ended docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  HostCommand.Ended run(List<String> command) {
    return HostCommand.run(PATIENCE, environment, command);
  }

  /** What {@code docker inspect} says of something, by a template. */
  String inspect(String name, String template) {
    return docker("inspect", "--format", template, name).successfully().output().strip();
  }

  void build(String tag, Path context, String... more) {
    List<String> command = new ArrayList<>(List.of("docker", "build", "--quiet", "--tag", tag));
    command.addAll(List.of(more));
    command.add(context.toString());
    run(command).successfully();
  }
}
