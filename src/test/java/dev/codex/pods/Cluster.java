package dev.codex.pods;

import dev.codex.testing.TestDatabase;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Plays what a cluster does with our manifests, on a {@link Node}. The seconds of probes, back-off and deadlines are divided
 * by the pace; timeouts of probes and grace periods are not.
 */
final class Cluster implements AutoCloseable {
  private final AtomicInteger number = new AtomicInteger();
  private final Path directory;
  private final ClusterState state = new ClusterState();
  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<Pod> pods = new CopyOnWriteArrayList<>();
  private final Node node;
  private String databaseHost;
  private int databasePort;
  private int pace = 1;

  Cluster(TestDatabase database, Path directory) {
    this.directory = directory;
    this.databaseHost = database.host();
    this.databasePort = database.port();
    variables.put("CODEX_DATABASE_POSTGRES_USERNAME", database.username());
    variables.put("CODEX_DATABASE_POSTGRES_DATABASE_NAME", database.name());
    this.node = Node.of(this);
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

  /** Puts something between the pods and the database. */
  Cluster databaseAt(String host, int port) {
    databaseHost = host;
    databasePort = port;
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
    Path files = directory.resolve(number.incrementAndGet() + "-" + name);
    Pod pod = new Pod(name, spec, this, node.place(name, files, spec), files);
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

  int pace() {
    return pace;
  }

  /** What every container gets, unless its manifest says it. */
  Map<String, String> variables() {
    return variables;
  }

  String databaseHost() {
    return databaseHost;
  }

  int databasePort() {
    return databasePort;
  }

  @Override
  public void close() {
    pods.forEach(Pod::stop);
    node.close();
  }
}
