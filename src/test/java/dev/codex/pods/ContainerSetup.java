package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the containers of a pod: command and environment as the manifest says them. */
record ContainerSetup(
    Cluster cluster, String pod, String address, Path directory, PathMap paths, V1PodSpec spec) {

  Container container(V1Container container) {
    return new Container(
        cluster,
        container,
        address,
        command(container),
        environment(container),
        directory.resolve(container.getName() + ".log"));
  }

  private List<String> command(V1Container container) {
    Image image = cluster.image(container.getImage());
    List<String> command = new ArrayList<>(image.program());
    List<String> given = container.getCommand();
    command.addAll(given.isEmpty() ? image.defaultCommand() : given.subList(1, given.size()));
    command.addAll(container.getArgs());
    return command.stream()
        .map(word -> image.program().contains(word) ? word : paths.map(word))
        .toList();
  }

  private Map<String, String> environment(V1Container container) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (!Boolean.FALSE.equals(spec.getEnableServiceLinks())) {
      environment.putAll(cluster.state().serviceLinks());
    }
    container.getEnvFrom().forEach(from -> {
      if (from.getConfigMapRef() != null) {
        environment.putAll(cluster.state().configMap(from.getConfigMapRef().getName()));
      }
      if (from.getSecretRef() != null) {
        environment.putAll(cluster.state().secret(from.getSecretRef().getName()));
      }
    });
    container.getEnv().forEach(variable -> environment.put(variable.getName(), value(variable)));
    environment.replaceAll((name, value) -> paths.map(value));
    Map<String, String> complete = cluster.environment(address, environment);
    complete.put("PATH", System.getenv("PATH"));
    complete.put("HOSTNAME", pod);
    return complete;
  }

  private String value(V1EnvVar variable) {
    V1EnvVarSource source = variable.getValueFrom();
    if (source == null) {
      return variable.getValue();
    }
    return source.getSecretKeyRef() != null
        ? cluster
            .state()
            .secret(source.getSecretKeyRef().getName())
            .get(source.getSecretKeyRef().getKey())
        : cluster
            .state()
            .configMap(source.getConfigMapKeyRef().getName())
            .get(source.getConfigMapKeyRef().getKey());
  }
}
