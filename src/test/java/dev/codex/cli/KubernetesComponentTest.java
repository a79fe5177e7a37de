package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cannot be rendered is said by name. */
final class KubernetesComponentTest {
  private static String rendered(String... components) throws IOException {
    List<KubernetesComponent> named = new ArrayList<>();
    for (String component : components) {
      named.add(KubernetesComponent.named(component));
    }
    return new KubernetesManifests("codex", null, "codex:1", null, "digest").render(named);
  }

  @Test
  void a_name_that_is_none_gets_the_nearest() {
    assertThatThrownBy(() -> KubernetesComponent.named("network-polcy"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("there is no component network-polcy")
        .hasMessageContaining("did you mean network-policy?");
    assertThatThrownBy(() -> KubernetesComponent.named("../base"))
        .hasMessageContaining("codex k8s components lists them");
  }

  @Test
  void two_that_exclude_each_other_are_refused() {
    assertThatThrownBy(() -> rendered("migrate-on-start", "sidecar"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("the component sidecar cannot be had with those before it")
        .hasMessageContaining("/spec/template/spec/initContainers/0/name");
  }

  @Test
  void the_image_of_the_application_beside_codex_is_asked_for() {
    assertThatThrownBy(() -> rendered("sidecar"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("--application-image");
  }

  @Test
  void a_patch_that_does_not_fit_is_refused() {
    for (Map<String, Object> operation : List.of(
        Map.<String, Object>of("op", "remove", "path", "/a/2"),
        Map.<String, Object>of("op", "replace", "path", "/b", "value", 1),
        Map.<String, Object>of("op", "test", "path", "/a/0", "value", 2),
        Map.<String, Object>of("op", "copy", "path", "/a/0"))) {
      Map<String, Object> object = Map.of("a", new ArrayList<>(List.of(1, 2)));
      assertThatThrownBy(() -> JsonPatch.apply(object, operation))
          .as("%s", operation)
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
