package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One pod's life: init containers in order, each to its end or, as a sidecar, to its start; then the containers. */
final class Pod {
  private static final Duration PATIENCE = Duration.ofSeconds(300);

  private final String name;
  private final V1PodSpec spec;
  private final Place place;
  private final Map<String, Container> containers = new LinkedHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean failed;
  private volatile boolean disrupted;

  Pod(String name, V1PodSpec spec, Cluster cluster, Place place, Path directory) {
    this.name = name;
    this.spec = spec;
    this.place = place;
    containers(spec)
        .forEach(container -> containers.put(
            container.getName(),
            new Container(
                cluster, container, place, directory.resolve(container.getName() + ".log"))));
  }

  /** All that a pod runs, in the order of its manifest. */
  static List<V1Container> containers(V1PodSpec spec) {
    return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
        .toList();
  }

  void start() {
    Thread life = new Thread(this::live, name);
    life.setDaemon(true);
    life.start();
  }

  private void live() {
    try {
      for (V1Container init : spec.getInitContainers()) {
        if (!passed(init)) {
          failed = !stopping;
          return;
        }
      }
      spec.getContainers().forEach(main -> container(main.getName()).begin(restarts()));
      for (V1Container main : spec.getContainers()) {
        failed |= container(main.getName()).awaitEnd() != 0;
      }
    } finally {
      ended.countDown();
    }
  }

  private boolean passed(V1Container init) {
    Container container = container(init.getName());
    if (stopping) {
      return false;
    }
    if ("Always".equals(init.getRestartPolicy())) {
      container.begin(Container.Restarts.ALWAYS);
      return container.awaitStarted();
    }
    container.begin(
        restarts() == Container.Restarts.NEVER
            ? Container.Restarts.NEVER
            : Container.Restarts.ON_FAILURE);
    return container.awaitEnd() == 0;
  }

  private Container.Restarts restarts() {
    return switch (String.valueOf(spec.getRestartPolicy())) {
      case "Never" -> Container.Restarts.NEVER;
      case "OnFailure" -> Container.Restarts.ON_FAILURE;
      default -> Container.Restarts.ALWAYS;
    };
  }

  Container container(String containerName) {
    return containers.get(containerName);
  }

  String name() {
    return name;
  }

  /** Whether every container that runs on is ready, as a Service asks. */
  boolean isReady() {
    return spec.getContainers().stream()
            .allMatch(main -> container(main.getName()).isReady())
        && spec.getInitContainers().stream()
            .filter(init -> "Always".equals(init.getRestartPolicy()))
            .allMatch(init -> container(init.getName()).isReady());
  }

  Pod awaitReady() {
    Await.isTrue(PATIENCE, this::isReady, () -> name + " to be ready:\n" + logs());
    return this;
  }

  /** Waits for a pod that does not run on; whether it succeeded. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean hasFailed() {
    return failed;
  }

  /** As at the deletion of a pod: SIGTERM, and SIGKILL after the grace period. */
  void stop() {
    stopping = true;
    Long grace = spec.getTerminationGracePeriodSeconds();
    containers.values().forEach(Container::terminate);
    containers
        .values()
        .forEach(container -> container.killAfter(Duration.ofSeconds(grace == null ? 30 : grace)));
    place.close();
  }

  /** As when its node is drained: what becomes of it is nobody's failure. */
  void evict() {
    disrupted = true;
    stop();
  }

  boolean isDisrupted() {
    return disrupted;
  }

  String logs() {
    StringBuilder all = new StringBuilder();
    containers.forEach((containerName, container) -> all.append("--- ")
        .append(name)
        .append(' ')
        .append(containerName)
        .append(" exits ")
        .append(container.exits())
        .append('\n')
        .append(container.log()));
    return all.toString();
  }
}
