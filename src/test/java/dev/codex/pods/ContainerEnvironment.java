package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of a container as its manifest, and the objects that this names, say them. */
final class ContainerEnvironment {
  private ContainerEnvironment() {}

  static Map<String, String> of(ClusterState state, V1PodSpec pod, V1Container container) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (!Boolean.FALSE.equals(pod.getEnableServiceLinks())) {
      environment.putAll(state.serviceLinks());
    }
    container.getEnvFrom().forEach(from -> {
      if (from.getConfigMapRef() != null) {
        environment.putAll(state.configMap(from.getConfigMapRef().getName()));
      }
      if (from.getSecretRef() != null) {
        environment.putAll(state.secret(from.getSecretRef().getName()));
      }
    });
    container
        .getEnv()
        .forEach(variable -> environment.put(variable.getName(), value(state, variable)));
    return environment;
  }

  private static String value(ClusterState state, V1EnvVar variable) {
    V1EnvVarSource source = variable.getValueFrom();
    if (source == null) {
      return variable.getValue();
    }
    return source.getSecretKeyRef() != null
        ? state
            .secret(source.getSecretKeyRef().getName())
            .get(source.getSecretKeyRef().getKey())
        : state
            .configMap(source.getConfigMapKeyRef().getName())
            .get(source.getConfigMapKeyRef().getKey());
  }
}
