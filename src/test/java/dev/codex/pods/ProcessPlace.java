package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One pod whose containers are plain processes. */
final class ProcessPlace implements Place {
  private final Cluster cluster;
  private final String pod;
  private final String address;
  private final V1PodSpec spec;
  private final PathMap paths = new PathMap();

  ProcessPlace(Cluster cluster, String pod, String address, Path directory, V1PodSpec spec) {
    this.cluster = cluster;
    this.pod = pod;
    this.address = address;
    this.spec = spec;
    Pod.containers(spec).forEach(container -> {
      cluster.image(container.getImage()).files().forEach(paths::put);
      container
          .getVolumeMounts()
          .forEach(mount -> paths.put(mount.getMountPath(), directory.resolve(mount.getName())));
    });
    new Volumes(cluster.state(), directory, paths::map).make(spec);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public Running start(V1Container container, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(container))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment(container));
    Process process = builder.start();
    process.getOutputStream().close();
    return new RunningProcess(process);
  }

  private List<String> command(V1Container container) {
    Image image = cluster.image(container.getImage());
    List<String> command = new ArrayList<>(image.program());
    List<String> given = container.getCommand();
    command.addAll(given.isEmpty() ? image.defaultCommand() : given.subList(1, given.size()));
    command.addAll(container.getArgs());
    return command.stream()
        .map(word -> image.program().contains(word) ? word : paths.map(word))
        .toList();
  }

  /** What is not as in a cluster: where the database is, and that a pod has no network of its own. */
  private Map<String, String> environment(V1Container container) {
    Map<String, String> environment = new LinkedHashMap<>(cluster.variables());
    environment.put("CODEX_APPLICATION_HOST", address);
    environment.put("CODEX_HEALTH_HOST", address);
    ContainerEnvironment.of(cluster.state(), spec, container)
        .forEach((name, value) ->
            environment.put(name, value.equals("127.0.0.1") ? address : paths.map(value)));
    environment.put("CODEX_DATABASE_POSTGRES_HOST", cluster.databaseHost());
    environment.put("CODEX_DATABASE_POSTGRES_PORT", String.valueOf(cluster.databasePort()));
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOSTNAME", pod);
    return environment;
  }

  @Override
  public void close() {
    // its processes ended with the pod
  }

  private record RunningProcess(Process process) implements Running {
    @Override
    public boolean ended(long millis) throws InterruptedException {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public int exitCode() {
      return process.exitValue();
    }

    @Override
    public void terminate() {
      process.destroy();
    }

    @Override
    public void kill() {
      process.destroyForcibly();
    }
  }
}
