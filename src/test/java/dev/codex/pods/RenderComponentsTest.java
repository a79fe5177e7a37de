package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.cli.Programs;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code codex k8s render --with}: what kubectl makes of the same components. */
final class RenderComponentsTest {
  private static final Path COMPONENTS = Path.of("k8s", "components");
  /** Inside of the checkout, as kustomize wants relative paths. */
  private static final Path OVERLAY = Path.of("target", "rendered-components");

  @TempDir
  private Path scripts;

  @BeforeEach
  void a_script() throws IOException {
    Files.writeString(scripts.resolve("V1__books.sql"), "create table books ();");
  }

  static List<String> names() throws IOException {
    try (Stream<Path> directories = Files.list(COMPONENTS)) {
      return directories
          .map(directory -> directory.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private String rendered(String components) {
    return Programs.output(
        "k8s",
        "render",
        "--location",
        scripts.toString(),
        "--image",
        "codex:latest",
        "--with",
        components,
        "--application-image",
        "application");
  }

  private static Manifests kustomized(List<String> components) throws IOException {
    StringBuilder overlay = new StringBuilder("resources: [../../../k8s/base]\ncomponents:\n");
    components.forEach(
        name -> overlay.append("  - ../../../").append(COMPONENTS.resolve(name)).append('\n'));
    Path directory = OVERLAY.resolve(String.join("-and-", components));
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("kustomization.yaml"), overlay);
    return Manifests.of(Kustomize.yaml(directory)
        .replaceAll("codex-config-[0-9a-z]{10}", "codex-config")
        .replaceAll("(?m)^ +app\\.kubernetes\\.io/part-of: codex\\n", ""));
  }

  private Manifests renderedAs(String components) {
    return Manifests.of(
        rendered(components).replaceAll("(codex-config|codex-migrate)-[0-9a-f]{10}", "$1"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void each_component_makes_of_the_base_what_kustomize_makes_of_it(String name) throws IOException {
    assertThat(renderedAs(name).objects())
        .containsExactlyInAnyOrderElementsOf(kustomized(List.of(name)).objects());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify-full,reader,network-policy",
        "scripts,gitops,sidecar",
        "migrate-as-init,reader"
      })
  void so_do_several_and_they_are_of_the_model_and_keep_the_rules(String names) throws IOException {
    Manifests manifests = renderedAs(names);
    assertThat(manifests.objects())
        .containsExactlyInAnyOrderElementsOf(
            kustomized(List.of(names.split(","))).objects());
    manifests.pods().forEach(PodRules::hold);
    ManifestsTest.assertSelectors(manifests);
  }

  @Test
  void what_a_component_names_is_called_after_the_application() {
    String yaml = Programs.output(
        "k8s",
        "render",
        "--location",
        scripts.toString(),
        "--image",
        "a:1",
        "--name",
        "library",
        "--namespace",
        "books",
        "--with",
        "reader,verify-full,network-policy");
    assertThat(yaml)
        .contains("secretName: library-postgres-reader", "name: library-postgres-ca")
        .doesNotContain("name: codex-");
    assertThat(Manifests.of(yaml).objects())
        .hasSize(6)
        .allSatisfy(object -> assertThat(object.getMetadata().getNamespace()).isEqualTo("books"));
  }

  @Test
  void components_are_listed_with_what_they_need() throws IOException {
    String list = Programs.output("k8s", "components");
    assertThat(list.lines().filter(line -> !line.startsWith(" ") && !line.isEmpty()))
        .containsExactlyInAnyOrderElementsOf(names());
    assertThat(list).contains("kubectl create configmap codex-postgres-ca --from-file=ca.crt");
  }

  @Test
  void the_command_of_the_documentation_prints_network_policies() throws IOException {
    String command = Files.readAllLines(Path.of("docs", "kubernetes.md")).stream()
        .filter(line -> line.contains("k8s render") && line.contains("--with verify-full"))
        .findFirst()
        .orElseThrow();
    String[] words = command
        .strip()
        .replace("--location migrations", "--location " + scripts)
        .split(" ");
    String yaml = Programs.output(Arrays.copyOfRange(words, 1, words.length));
    assertThat(Manifests.of(yaml).all(V1NetworkPolicy.class)).hasSize(2);
  }
}
