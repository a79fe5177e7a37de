package dev.codex.pods;

import dev.codex.containers.Engine;
import dev.codex.containers.TestNetwork;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Path;

/**
 * Containers of a Docker engine, restricted as their manifests say. They reach the database of the test under the name
 * that the manifests give it.
 */
final class EngineNode implements Node {
  private static final String DATABASE = "postgres";
  private static final int DATABASE_PORT = 5432;

  private final Cluster cluster;
  private final TestNetwork network;
  private final Relay relay;

  private EngineNode(Cluster cluster, TestNetwork network) {
    this.cluster = cluster;
    this.network = network;
    this.relay =
        Relay.start(network.gateway(), DATABASE_PORT, cluster::databaseHost, cluster::databasePort);
  }

  static Node start(Cluster cluster) {
    TestNetwork network = TestNetwork.create(Engine.assumed());
    // built now, and not while a pod waits for it
    network.codex();
    return new EngineNode(cluster, network);
  }

  @Override
  public Place place(String pod, Path directory, V1PodSpec spec) {
    String holder = network.start(
        "shell",
        "--hostname",
        pod,
        "--add-host",
        DATABASE + ":" + network.gateway(),
        network.shell(),
        "sleep",
        "3600");
    return new EnginePlace(cluster, network, holder, directory, spec);
  }

  @Override
  public void close() {
    relay.close();
    network.close();
  }
}
