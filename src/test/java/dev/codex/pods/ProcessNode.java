package dev.codex.pods;

import dev.codex.testing.FreePorts;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Containers as plain processes: a pod has a loopback address that no other one on the machine has, and mapped paths. */
final class ProcessNode implements Node {
  private static final int FIRST_NETWORK = 83;
  private static final AtomicInteger ADDRESS = new AtomicInteger();

  private final Cluster cluster;

  ProcessNode(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Place place(String pod, Path directory, V1PodSpec spec) {
    int number = ADDRESS.incrementAndGet();
    String address =
        "127." + (FIRST_NETWORK + FreePorts.slot()) + "." + number / 250 + "." + (number % 250 + 1);
    return new ProcessPlace(cluster, pod, address, directory, spec);
  }

  @Override
  public void close() {
    // its processes ended with their pods
  }
}
