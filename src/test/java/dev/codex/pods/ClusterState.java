package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The objects that pods refer to. */
final class ClusterState {
  private final Map<String, Map<String, String>> configMaps = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> secrets = new LinkedHashMap<>();
  private final Map<String, String> serviceLinks = new LinkedHashMap<>();

  void apply(Manifests manifests) {
    manifests
        .all(V1ConfigMap.class)
        .forEach(map -> configMaps.put(map.getMetadata().getName(), map.getData()));
    manifests
        .all(V1Secret.class)
        .forEach(secret -> secrets.put(secret.getMetadata().getName(), secret.getStringData()));
    manifests.all(V1Service.class).forEach(this::link);
  }

  Map<String, String> configMap(String name) {
    return found(configMaps, "ConfigMap", name);
  }

  Map<String, String> secret(String name) {
    return found(secrets, "Secret", name);
  }

  private static Map<String, String> found(
      Map<String, Map<String, String>> all, String kind, String name) {
    Map<String, String> found = all.get(name);
    if (found == null) {
      throw new AssertionError("FailedMount: there is no " + kind + " " + name);
    }
    return found;
  }

  /** The variables that a pod gets for the Services of its namespace, unless it declines. */
  Map<String, String> serviceLinks() {
    return serviceLinks;
  }

  private void link(V1Service service) {
    String name = service.getMetadata().getName().toUpperCase(Locale.ROOT).replace('-', '_');
    serviceLinks.put(name + "_SERVICE_HOST", "10.96.0.7");
    service.getSpec().getPorts().forEach(open -> {
      String port = String.valueOf(open.getPort());
      String url = "tcp://10.96.0.7:" + port;
      serviceLinks.putIfAbsent(name + "_SERVICE_PORT", port);
      serviceLinks.put(
          name + "_SERVICE_PORT_" + open.getName().toUpperCase(Locale.ROOT).replace('-', '_'),
          port);
      serviceLinks.putIfAbsent(name + "_PORT", url);
      serviceLinks.put(name + "_PORT_" + port + "_TCP", url);
      serviceLinks.put(name + "_PORT_" + port + "_TCP_PROTO", "tcp");
      serviceLinks.put(name + "_PORT_" + port + "_TCP_PORT", port);
      serviceLinks.put(name + "_PORT_" + port + "_TCP_ADDR", "10.96.0.7");
    });
  }
}
