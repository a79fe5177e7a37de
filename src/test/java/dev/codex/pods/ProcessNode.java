package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Containers as plain processes: a pod has a loopback address of its own, and its paths are mapped. */
final class ProcessNode implements Node {
  private static final AtomicInteger ADDRESS = new AtomicInteger();

  private final Cluster cluster;

  ProcessNode(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Place place(String pod, Path directory, V1PodSpec spec) {
    int number = ADDRESS.incrementAndGet();
    String address = "127.83." + number / 250 + "." + (number % 250 + 1);
    return new ProcessPlace(cluster, pod, address, directory, spec);
  }

  @Override
  public void close() {
    // its processes ended with their pods
  }
}
