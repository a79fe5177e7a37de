package dev.codex.pods;

import dev.codex.testing.TestDatabase;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Plays what a cluster does with our manifests, with plain processes on this machine. A pod has a loopback address of its
 * own, paths are mapped, and the seconds of probes, back-off and deadlines are divided by the pace; timeouts of probes and
 * grace periods are not. Memory, CPU, users and the read-only root are not enforced: containers do that.
 */
final class Cluster implements AutoCloseable {
  private static final AtomicInteger ADDRESS = new AtomicInteger();

  private final TestDatabase database;
  private final Path directory;
  private final ClusterState state = new ClusterState();
  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<Pod> pods = new ArrayList<>();
  private int pace = 1;

  Cluster(TestDatabase database, Path directory) {
    this.database = database;
    this.directory = directory;
    state.apply(Manifests.of("""
        {apiVersion: v1, kind: Secret, metadata: {name: codex-postgres}, stringData: {password: %s}}
        """.formatted(database.password())));
  }

  Cluster image(String name, Image image) {
    images.put(name, image);
    return this;
  }

  /** Lets the seconds of the manifests pass this many times faster. */
  Cluster pace(int times) {
    pace = times;
    return this;
  }

  /** A variable for every container, which is no part of the manifests. */
  Cluster variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Cluster apply(Manifests manifests) {
    state.apply(manifests);
    return this;
  }

  JobRun start(V1Job job) {
    return new JobRun(this, job);
  }

  /** All replicas at once. */
  List<Pod> start(V1Deployment deployment) {
    Integer replicas = deployment.getSpec().getReplicas();
    String name = deployment.getMetadata().getName();
    return IntStream.range(0, replicas == null ? 1 : replicas)
        .mapToObj(number -> start(
            name + "-7d9f8c6b5-" + number, deployment.getSpec().getTemplate().getSpec()))
        .toList();
  }

  Pod start(String name, V1PodSpec spec) {
    int number = ADDRESS.incrementAndGet();
    String address = "127.83." + number / 250 + "." + (number % 250 + 1);
    Pod pod = new Pod(this, name, address, directory.resolve(number + "-" + name), spec);
    pods.add(pod);
    pod.start();
    return pod;
  }

  ClusterState state() {
    return state;
  }

  Image image(String reference) {
    String name = reference.replaceFirst(":[^:/]*$", "");
    Image image = images.get(name);
    if (image == null) {
      throw new AssertionError("ErrImagePull: there is no image " + name);
    }
    return image;
  }

  Duration seconds(Integer given, int otherwise) {
    return Duration.ofMillis((given == null ? otherwise : given) * 1000L / pace);
  }

  /** What is not as in a cluster: where the database is, and that a pod has no network of its own. */
  Map<String, String> environment(String address, Map<String, String> ofManifest) {
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.put("CODEX_APPLICATION_HOST", address);
    environment.put("CODEX_HEALTH_HOST", address);
    environment.put("CODEX_DATABASE_POSTGRES_USERNAME", database.username());
    environment.put("CODEX_DATABASE_POSTGRES_DATABASE_NAME", database.name());
    ofManifest.forEach(
        (name, value) -> environment.put(name, value.equals("127.0.0.1") ? address : value));
    environment.put("CODEX_DATABASE_POSTGRES_HOST", database.host());
    environment.put("CODEX_DATABASE_POSTGRES_PORT", String.valueOf(database.port()));
    return environment;
  }

  @Override
  public void close() {
    pods.forEach(Pod::stop);
  }
}
