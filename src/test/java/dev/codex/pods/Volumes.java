package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes the volumes of a pod, files behind two links each as a kubelet does, so that a change of all is one rename. */
final class Volumes {
  private final ClusterState state;
  private final Path directory;
  private final UnaryOperator<String> text;

  /** @param text what becomes of the texts in them */
  Volumes(ClusterState state, Path directory, UnaryOperator<String> text) {
    this.state = state;
    this.directory = directory;
    this.text = text;
  }

  void make(V1PodSpec pod) {
    create(directory);
    pod.getVolumes().forEach(this::make);
  }

  private static void create(Path place) {
    try {
      Files.createDirectories(place);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void make(V1Volume volume) {
    Path place = directory.resolve(volume.getName());
    create(place);
    try {
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
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Files.writeString(stamped.resolve(file.getKey()), text.apply(file.getValue()));
      Files.createSymbolicLink(place.resolve(file.getKey()), Path.of("..data", file.getKey()));
    }
  }
}
