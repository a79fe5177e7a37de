package dev.codex.pods;

import dev.codex.containers.TestNetwork;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One pod whose containers share the network of one that holds it. */
final class EnginePlace implements Place {
  private final Cluster cluster;
  private final TestNetwork network;
  private final String holder;
  private final Path directory;
  private final V1PodSpec spec;
  private final String address;

  EnginePlace(Cluster cluster, TestNetwork network, String holder, Path directory, V1PodSpec spec) {
    this.cluster = cluster;
    this.network = network;
    this.holder = holder;
    this.directory = directory;
    this.spec = spec;
    this.address = network.addressOf(holder);
    new Volumes(cluster.state(), directory, text -> text).make(spec);
    spec.getVolumes().stream()
        .filter(volume -> volume.getEmptyDir() != null)
        .forEach(volume -> openToAll(directory.resolve(volume.getName())));
  }

  private static void openToAll(Path place) {
    try {
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public Running start(V1Container container, Path log) throws IOException {
    Image image = cluster.image(container.getImage());
    List<String> line =
        new ArrayList<>(List.of("--no-healthcheck", "--network", "container:" + holder));
    restrict(line, container);
    mount(line, container, image);
    environment(container)
        .forEach((name, value) -> line.addAll(List.of("--env", name + "=" + value)));
    line.add(image.isOurs() ? network.codex() : network.shell());
    line.addAll(image.isOurs() ? container.getCommand() : image.program());
    line.addAll(container.getArgs());
    String started = network.start(container.getName(), line.toArray(String[]::new));
    return new RunningContainer(network, started, network.follow(started, log));
  }

  private void restrict(List<String> line, V1Container container) {
    V1PodSecurityContext pod = spec.getSecurityContext();
    if (pod != null && pod.getRunAsUser() != null) {
      line.addAll(List.of("--user", pod.getRunAsUser() + ":" + pod.getRunAsGroup()));
    }
    V1SecurityContext security = container.getSecurityContext();
    if (security != null) {
      if (Boolean.TRUE.equals(security.getReadOnlyRootFilesystem())) {
        line.add("--read-only");
      }
      if (Boolean.FALSE.equals(security.getAllowPrivilegeEscalation())) {
        line.addAll(List.of("--security-opt", "no-new-privileges"));
      }
      security
          .getCapabilities()
          .getDrop()
          .forEach(name -> line.addAll(List.of("--cap-drop", name)));
    }
    if (container.getResources() != null) {
      container
          .getResources()
          .getLimits()
          .forEach((resource, limit) -> limit(line, resource, limit));
    }
  }

  /** Where time passes faster, processors have to work as much faster. */
  private void limit(List<String> line, String resource, Quantity limit) {
    BigDecimal amount = limit.getNumber();
    if (resource.equals("memory")) {
      line.addAll(List.of("--memory", amount.toBigInteger().toString()));
    } else if (resource.equals("cpu")) {
      BigDecimal processors = amount.multiply(BigDecimal.valueOf(cluster.pace()));
      BigDecimal all = BigDecimal.valueOf(Runtime.getRuntime().availableProcessors());
      line.addAll(List.of("--cpus", processors.min(all).toString()));
    }
  }

  private void mount(List<String> line, V1Container container, Image image) {
    List<String> mounted =
        container.getVolumeMounts().stream().map(mount -> mount.getMountPath()).toList();
    image.files().forEach((path, place) -> {
      if (!mounted.contains(path)) {
        line.addAll(List.of("--volume", place + ":" + path + ":ro"));
      }
    });
    container.getVolumeMounts().forEach(mount -> {
      String mode = Boolean.TRUE.equals(mount.getReadOnly()) ? ":ro" : "";
      String place = directory.resolve(mount.getName()) + ":" + mount.getMountPath();
      line.addAll(List.of("--volume", place + mode));
    });
  }

  private Map<String, String> environment(V1Container container) {
    Map<String, String> environment = new LinkedHashMap<>(cluster.variables());
    environment.putAll(ContainerEnvironment.of(cluster.state(), spec, container));
    return environment;
  }

  @Override
  public void close() {
    network.remove(holder);
  }

  private record RunningContainer(TestNetwork network, String name, Process log)
      implements Running {
    @Override
    public boolean ended(long millis) throws InterruptedException {
      return log.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public int exitCode() {
      return network.exitCode(name);
    }

    @Override
    public void terminate() {
      network.signal(name, "TERM");
    }

    @Override
    public void kill() {
      network.signal(name, "KILL");
    }
  }
}
