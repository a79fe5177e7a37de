package dev.codex.cli;

import dev.codex.migration.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

/** The files of k8s/base, which the jar holds, for another name, namespace and image. */
final class KubernetesManifests {
  private static final String DIRECTORY = "k8s/";
  private static final String OUR_NAME = "codex";
  private static final String CONFIG = "codex.yaml";
  private static final int HASH_LENGTH = 10;

  private final String name;
  private final @Nullable String namespace;
  private final String image;
  private final String digest;

  /** @param digest the fingerprint of the migration set */
  KubernetesManifests(String name, @Nullable String namespace, String image, String digest) {
    this.name = name;
    this.namespace = namespace;
    this.image = image;
    this.digest = digest;
  }

  /** With the configuration of k8s/base. */
  String render() throws IOException {
    return render(text(CONFIG));
  }

  /** With a configuration of one's own; the password comes from the Secret. */
  String render(String config) throws IOException {
    String configMap = name + "-config-" + hash(config);
    Map<String, Object> job = object("migrate-job.yaml", configMap);
    String unnamed = dump(job);
    // whatever is different in it makes another Job, as the one that is there cannot be changed
    metadata(job).put("name", name + "-migrate-" + hash(digest + unnamed));
    return Stream.of(
            configMap(configMap, config),
            object("service.yaml", configMap),
            object("deployment.yaml", configMap),
            job)
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

  private Map<String, Object> object(String file, String configMap) throws IOException {
    Object template = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file));
    Map<String, Object> object = map(adapted("", "", template, configMap));
    return placed(object);
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
      case "configMap.name" -> configMap;
      case "metadata.name", "secret.secretName" -> renamed((String) value);
      case "labels.app.kubernetes.io/name",
          "matchLabels.app.kubernetes.io/name",
          "selector.app.kubernetes.io/name" -> name;
      default -> key.equals("image") ? image : value;
    };
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

  private static String text(String file) throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(KubernetesManifests.class.getResourceAsStream(DIRECTORY + file))) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
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
