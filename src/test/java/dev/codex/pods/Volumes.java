package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes the volumes of a pod, files behind two links each as a kubelet does, so that a change of all is one rename. */
final class Volumes {
  private final ClusterState state;
  private final Path directory;
  private final PathMap paths;

  Volumes(ClusterState state, Path directory, PathMap paths) {
    this.state = state;
    this.directory = directory;
    this.paths = paths;
  }

  void make(V1PodSpec pod) {
    pod.getInitContainers()
        .forEach(container -> container
            .getVolumeMounts()
            .forEach(mount -> paths.put(mount.getMountPath(), directory.resolve(mount.getName()))));
    pod.getContainers()
        .forEach(container -> container
            .getVolumeMounts()
            .forEach(mount -> paths.put(mount.getMountPath(), directory.resolve(mount.getName()))));
    pod.getVolumes().forEach(this::make);
  }

  private void make(V1Volume volume) {
    Path place = directory.resolve(volume.getName());
    try {
      Files.createDirectories(place);
      if (volume.getConfigMap() != null) {
        write(place, state.configMap(volume.getConfigMap().getName()));
      } else if (volume.getSecret() != null) {
        write(place, state.secret(volume.getSecret().getSecretName()));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void write(Path place, Map<String, String> texts) throws IOException {
    Path stamped = Files.createDirectory(place.resolve("..2026_01_01_00_00_00.1"));
    Files.createSymbolicLink(place.resolve("..data"), stamped.getFileName());
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.writeString(stamped.resolve(text.getKey()), paths.map(text.getValue()));
      Files.createSymbolicLink(place.resolve(text.getKey()), Path.of("..data", text.getKey()));
    }
  }
}
