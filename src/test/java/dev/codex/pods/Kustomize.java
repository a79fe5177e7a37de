package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What {@code kubectl kustomize} makes of a directory of {@code k8s/}. */
final class Kustomize {
  private static final Path OVERLAYS = Path.of("k8s", "overlays");

  private Kustomize() {}

  /** The base and every overlay. */
  static List<Path> directories() {
    try (Stream<Path> overlays = Files.list(OVERLAYS)) {
      return Stream.concat(Stream.of(Path.of("k8s", "base")), overlays.sorted()).toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  static Manifests base() {
    return render(Path.of("k8s", "base"));
  }

  static Manifests overlay(String name) {
    return render(OVERLAYS.resolve(name));
  }

  static Manifests render(Path directory) {
    boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
    Assumptions.assumeTrue(installed, "kubectl, which renders the manifests, is not installed");
    try {
      Process kubectl = new ProcessBuilder("kubectl", "kustomize", directory.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(kubectl.waitFor())
          .as("exit code of kubectl kustomize %s", directory)
          .isZero();
      return Manifests.of(yaml);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
