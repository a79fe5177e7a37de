package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.cli.Programs;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What every pod of ours keeps to. */
final class PodRules {
  private static final Set<String> HEALTH_PATHS =
      Set.of("/health/live", "/health/started", "/health/ready");

  private PodRules() {}

  static void hold(String owner, V1PodSpec pod) {
    assertRestricted(owner, pod);
    assertCommands(owner, pod);
    assertImages(owner, pod);
    assertProbes(owner, pod);
    assertVolumes(owner, pod);
    assertThat(pod.getEnableServiceLinks()).as(owner).isFalse();
    assertThat(pod.getAutomountServiceAccountToken()).as(owner).isFalse();
  }

  static List<V1Container> containers(V1PodSpec pod) {
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
        .toList();
  }

  /** The pod security standard "restricted", as its documentation lists it. */
  private static void assertRestricted(String owner, V1PodSpec pod) {
    assertThat(pod.getHostNetwork()).as(owner).isNull();
    assertThat(pod.getHostPID()).as(owner).isNull();
    assertThat(pod.getHostIPC()).as(owner).isNull();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(owner).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).as(owner).isPositive();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType())
        .as(owner)
        .isEqualTo("RuntimeDefault");
    pod.getVolumes()
        .forEach(volume -> assertThat(
                Stream.of(volume.getConfigMap(), volume.getSecret(), volume.getEmptyDir())
                    .filter(Objects::nonNull))
            .as("%s, volume %s", owner, volume.getName())
            .hasSize(1));
    containers(pod).forEach(container -> {
      var security = container.getSecurityContext();
      assertThat(security.getAllowPrivilegeEscalation()).as(owner).isFalse();
      assertThat(security.getCapabilities().getDrop()).as(owner).containsExactly("ALL");
      assertThat(security.getCapabilities().getAdd()).as(owner).isNullOrEmpty();
      assertThat(security.getPrivileged()).as(owner).isNull();
      assertThat(security.getReadOnlyRootFilesystem()).as(owner).isTrue();
      assertThat(container.getResources().getLimits()).as(owner).containsKey("memory");
      assertThat(container.getResources().getRequests()).as(owner).containsKeys("cpu", "memory");
    });
  }

  /** What a container is told to run is something that the program's own parser takes. */
  private static void assertCommands(String owner, V1PodSpec pod) {
    containers(pod).stream()
        .filter(container -> !container.getCommand().isEmpty())
        .forEach(container -> {
          List<String> line = new ArrayList<>(container.getCommand());
          line.addAll(container.getArgs());
          assertThat(line.get(0)).as(owner).isEqualTo("codex");
          Programs.assertTaken(line.subList(1, line.size()));
        });
  }

  private static void assertImages(String owner, V1PodSpec pod) {
    Set<String> images = new HashSet<>();
    containers(pod).stream()
        .filter(container -> !container.getCommand().isEmpty())
        .forEach(container -> images.add(container.getImage()));
    assertThat(images).as(owner).hasSize(1);
  }

  private static void assertProbes(String owner, V1PodSpec pod) {
    containers(pod)
        .forEach(container -> Stream.of(
                container.getStartupProbe(),
                container.getLivenessProbe(),
                container.getReadinessProbe())
            .filter(Objects::nonNull)
            .forEach(probe -> {
              assertThat(port(container, probe)).as(owner).isEqualTo(8081);
              assertThat(HEALTH_PATHS).as(owner).contains(probe.getHttpGet().getPath());
            }));
  }

  private static int port(V1Container container, V1Probe probe) {
    IntOrString port = probe.getHttpGet().getPort();
    return container.getPorts().stream()
        .filter(open -> port.isInteger()
            ? open.getContainerPort().equals(port.getIntValue())
            : port.getStrValue().equals(open.getName()))
        .map(V1ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no port " + port));
  }

  private static void assertVolumes(String owner, V1PodSpec pod) {
    List<String> volumes =
        pod.getVolumes().stream().map(volume -> volume.getName()).toList();
    containers(pod)
        .forEach(container -> assertThat(container.getVolumeMounts())
            .as("%s, %s", owner, container.getName())
            .allSatisfy(mount -> assertThat(volumes).contains(mount.getName())));
  }
}
