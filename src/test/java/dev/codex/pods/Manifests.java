package dev.codex.pods;

import com.google.gson.Gson;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Objects of Kubernetes as YAML says them, held to the model: an unknown field, or a missing one, is an error. */
final class Manifests {
  private static final Gson GSON = new Gson();

  private final List<KubernetesObject> objects;

  private Manifests(List<KubernetesObject> objects) {
    this.objects = objects;
  }

  static Manifests of(Path file) {
    try {
      return of(Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Manifests of(String yaml) {
    List<KubernetesObject> objects = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
      objects.add(object(map(document)));
    }
    return new Manifests(objects);
  }

  private static KubernetesObject object(Map<String, Object> document) {
    String json = GSON.toJson(document);
    try {
      return switch (String.valueOf(document.get("kind"))) {
        case "ConfigMap" -> V1ConfigMap.fromJson(json);
        case "Deployment" -> V1Deployment.fromJson(json);
        case "Job" -> V1Job.fromJson(json);
        case "NetworkPolicy" -> V1NetworkPolicy.fromJson(json);
        case "Secret" -> V1Secret.fromJson(json);
        case "Service" -> V1Service.fromJson(json);
        default -> throw new IllegalArgumentException("no model for kind " + document.get("kind"));
      };
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The deployment guide leaves out what it says nothing about; an API server asks for it. */
  static Manifests ofExcerpt(Path file) throws IOException {
    Map<String, Object> document =
        map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
    Map<String, Object> spec = map(document.get("spec"));
    if ("Deployment".equals(document.get("kind"))) {
      Map<String, Object> labels = Map.of("app", "codex");
      spec.putIfAbsent("selector", Map.of("matchLabels", labels));
      map(spec.get("template")).putIfAbsent("metadata", Map.of("labels", labels));
    }
    return new Manifests(List.of(object(document)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object yaml) {
    return (Map<String, Object>) yaml;
  }

  Manifests and(Manifests more) {
    List<KubernetesObject> all = new ArrayList<>(objects);
    all.addAll(more.objects);
    return new Manifests(all);
  }

  List<KubernetesObject> objects() {
    return objects;
  }

  <T extends KubernetesObject> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends KubernetesObject> T only(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + type.getSimpleName() + " instead of one");
    }
    return found.get(0);
  }

  /** The pods that the objects make, by the kind and name of what makes them. */
  Map<String, V1PodSpec> pods() {
    Map<String, V1PodSpec> pods = new LinkedHashMap<>();
    all(V1Deployment.class)
        .forEach(deployment -> pods.put(
            "Deployment " + deployment.getMetadata().getName(),
            deployment.getSpec().getTemplate().getSpec()));
    all(V1Job.class)
        .forEach(job -> pods.put(
            "Job " + job.getMetadata().getName(), job.getSpec().getTemplate().getSpec()));
    return pods;
  }
}
