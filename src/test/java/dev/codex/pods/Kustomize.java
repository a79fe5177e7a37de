package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What {@code kubectl kustomize} makes of a directory of {@code k8s/}. */
final class Kustomize {
  private static final Path OVERLAYS = Path.of("k8s", "overlays");
  private static final Pattern VERSION = Pattern.compile("v1\\.(2[1-9]|[3-9]\\d)\\.");

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
    return Manifests.of(yaml(directory));
  }

  static String yaml(Path directory) {
    Assumptions.assumeTrue(
        VERSION.matcher(said("version", "--client")).find(),
        "kubectl, which renders the manifests, is not installed, or older than 1.21: it knows no components");
    try {
      Process kubectl = start("kustomize", directory.toString());
      String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(kubectl.waitFor())
          .as("exit code of kubectl kustomize %s", directory)
          .isZero();
      return yaml;
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Nothing, where there is no such program. */
  private static String said(String... arguments) {
    try {
      return new String(start(arguments).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException missing) {
      return "";
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
