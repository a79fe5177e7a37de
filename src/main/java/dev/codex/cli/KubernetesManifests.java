package dev.codex.cli;

import dev.codex.migration.Checksum;
import dev.codex.migration.CodexException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** The files of k8s/base and of components, which the jar holds, for another name, namespace and image. */
final class KubernetesManifests {
  private static final String OUR_NAME = "codex";
  private static final String CONFIG = "codex.yaml";
  private static final String OUR_CONFIG = "codex-config";
  private static final String JOB = "Job";
  private static final String APPLICATION = "application";
  private static final int HASH_LENGTH = 10;

  private final String name;
  private final @Nullable String namespace;
  private final String image;
  private final @Nullable String application;
  private final String digest;

  /**
   * @param application the image of an application beside Codex, where a component has one
   * @param digest the fingerprint of the migration set
   */
  KubernetesManifests(
      String name,
      @Nullable String namespace,
      String image,
      @Nullable String application,
      String digest) {
    this.name = name;
    this.namespace = namespace;
    this.image = image;
    this.application = application;
    this.digest = digest;
  }

  /** With the configuration of k8s/base. */
  String render(List<KubernetesComponent> components) throws IOException {
    return render(components, KubernetesComponent.text(CONFIG));
  }

  /** With a configuration of one's own; the password comes from the Secret. */
  String render(List<KubernetesComponent> components, String config) throws IOException {
    List<Map<String, Object>> templates = new ArrayList<>();
    for (String file : List.of("service.yaml", "deployment.yaml", "migrate-job.yaml")) {
      templates.addAll(KubernetesComponent.objects(file));
    }
    for (KubernetesComponent component : components) {
      component.addTo(templates);
    }
    String configMap = name + "-config-" + hash(config);
    Stream<Map<String, Object>> objects =
        templates.stream().map(template -> object(template, configMap));
    return Stream.concat(Stream.of(configMap(configMap, config)), objects)
        .map(KubernetesManifests::dump)
        .collect(Collectors.joining("---\n"))
        .stripTrailing();
  }

  private Map<String, Object> configMap(String called, String config) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", called);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", "ConfigMap");
    object.put("metadata", metadata);
    object.put("data", Map.of(CONFIG, config));
    return placed(object);
  }

  private Map<String, Object> object(Map<String, Object> template, String configMap) {
    Map<String, Object> object = placed(map(adapted("", "", template, configMap)));
    if (JOB.equals(object.get("kind"))) {
      // whatever is different in it makes another Job, as the one that is there cannot be changed
      metadata(object).put("name", name + "-migrate-" + hash(digest + dump(object)));
    }
    return object;
  }

  /** Goes through a template and copies it, which also ends its aliases; a name is known by where it stands. */
  private Object adapted(String parent, String key, Object value, String configMap) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((inner, of) ->
          copy.put(String.valueOf(inner), adapted(key, String.valueOf(inner), of, configMap)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(of -> adapted(parent, key, of, configMap)).toList();
    }
    return switch (parent + "." + key) {
      case "configMap.name" -> value.equals(OUR_CONFIG) ? configMap : renamed((String) value);
      case "metadata.name", "secret.secretName" -> renamed((String) value);
      case "labels.app.kubernetes.io/name",
          "matchLabels.app.kubernetes.io/name",
          "selector.app.kubernetes.io/name" -> name;
      default -> key.equals("image") ? image((String) value) : value;
    };
  }

  private String image(String template) {
    if (!template.equals(APPLICATION)) {
      return image;
    }
    if (application == null) {
      throw new CodexException.ConfigurationInvalid(
          "the application beside Codex has no image", "name it with --application-image");
    }
    return application;
  }

  private String renamed(String ours) {
    return ours.startsWith(OUR_NAME) ? name + ours.substring(OUR_NAME.length()) : ours;
  }

  private Map<String, Object> placed(Map<String, Object> object) {
    if (namespace != null) {
      metadata(object).put("namespace", namespace);
    }
    return object;
  }

  private static Map<String, Object> metadata(Map<String, Object> object) {
    return map(Objects.requireNonNull(object.get("metadata")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object yaml) {
    return (Map<String, Object>) yaml;
  }

  private static String hash(String text) {
    return Checksum.of(text).value().substring(0, HASH_LENGTH);
  }

  private static String dump(Map<String, Object> object) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(4096);
    return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options)
        .dump(object);
  }
}
