package dev.codex.cli;

import dev.codex.config.Nearest;
import dev.codex.migration.CodexException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A component of k8s/components, which the jar holds: objects that it adds, and patches of those that are there. */
final class KubernetesComponent {
  private static final String DIRECTORY = "k8s/";

  static final List<String> NAMES = List.of(
      "migrate-as-init",
      "migrate-on-start",
      "sidecar",
      "scripts",
      "verify-full",
      "reader",
      "network-policy",
      "gitops");

  private final String name;
  private final Map<String, Object> kustomization;

  private KubernetesComponent(String name) throws IOException {
    this.name = name;
    this.kustomization = objects(file("kustomization.yaml", name)).get(0);
  }

  /** Throws {@link CodexException.ConfigurationInvalid} for a name that is none. */
  static KubernetesComponent named(String name) throws IOException {
    if (!NAMES.contains(name)) {
      throw new CodexException.ConfigurationInvalid(
          "there is no component " + name,
          Nearest.of(name, NAMES.stream())
              .map(meant -> "did you mean " + meant + "?")
              .orElse("codex k8s components lists them"));
    }
    return new KubernetesComponent(name);
  }

  /** What it is for, and what it needs. */
  String description() throws IOException {
    return text(file("kustomization.yaml", name))
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.substring(1))
        .collect(Collectors.joining("\n"));
  }

  void addTo(List<Map<String, Object>> objects) throws IOException {
    for (Object resource : list("resources")) {
      objects.addAll(objects(file((String) resource, name)));
    }
    for (Object patch : list("patches")) {
      patch(objects, map(patch));
    }
  }

  private void patch(List<Map<String, Object>> objects, Map<String, Object> patch)
      throws IOException {
    Object yaml = patch.containsKey("path")
        ? yaml(text(file((String) Objects.requireNonNull(patch.get("path")), name)))
        : yaml((String) Objects.requireNonNull(patch.get("patch")));
    Map<String, Object> target = map(Objects.requireNonNull(patch.get("target")));
    if (yaml instanceof Map<?, ?> strategic && "delete".equals(strategic.get("$patch"))) {
      objects.removeIf(object -> isAt(target, object));
      return;
    }
    for (Map<String, Object> object : objects) {
      if (isAt(target, object)) {
        apply((List<?>) yaml, object);
      }
    }
  }

  private void apply(List<?> operations, Map<String, Object> object) {
    try {
      operations.forEach(operation -> JsonPatch.apply(object, map(operation)));
    } catch (IllegalStateException doesNotFit) {
      throw new CodexException.ConfigurationInvalid(
          "the component " + name + " cannot be had with those before it: "
              + doesNotFit.getMessage(),
          "leave one of them out");
    }
  }

  private static boolean isAt(Map<String, Object> target, Map<String, Object> object) {
    Map<String, Object> metadata = map(Objects.requireNonNull(object.get("metadata")));
    return Objects.equals(target.get("kind"), object.get("kind"))
        && Objects.equals(target.get("name"), metadata.get("name"));
  }

  private List<?> list(String key) {
    return (List<?>) kustomization.getOrDefault(key, List.of());
  }

  private static String file(String file, String component) {
    return "components/" + component + "/" + file;
  }

  /** The objects of a file below k8s, without what they share. */
  static List<Map<String, Object>> objects(String file) throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text(file))) {
      objects.add(map(JsonPatch.copy(document)));
    }
    return objects;
  }

  static String text(String file) throws IOException {
    try (InputStream resource = Objects.requireNonNull(
        KubernetesComponent.class.getResourceAsStream(DIRECTORY + file), file)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Object yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object yaml) {
    return (Map<String, Object>) yaml;
  }
}
