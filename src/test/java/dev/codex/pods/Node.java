package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Path;

/** What runs the containers of pods: this machine, as plain processes, or a Docker engine. */
interface Node extends AutoCloseable {
  /** The one that the run asks for: {@code -Dcodex.pods=containers}, or processes. */
  static Node of(Cluster cluster) {
    return "containers".equals(System.getProperty("codex.pods"))
        ? EngineNode.start(cluster)
        : new ProcessNode(cluster);
  }

  /**
   * Makes what the containers of a pod share: address, volumes.
   *
   * @param directory for the files of the pod
   */
  Place place(String pod, Path directory, V1PodSpec spec);

  @Override
  void close();
}
