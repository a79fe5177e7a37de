package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.cli.Programs;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests of k8s/ against the model of Kubernetes, against each other and against the program. */
class ManifestsTest {
  private static final Set<Integer> RETRIED = Set.of(1, 4, 5, 7, 9);

  static Stream<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> base = Files.list(Path.of("k8s", "base"))) {
      base.filter(path -> path.toString().endsWith(".yaml")).forEach(files::add);
    }
    files.add(Path.of("k8s/components/network-policy/network-policy.yaml"));
    files.removeIf(path -> path.endsWith("kustomization.yaml") || path.endsWith("codex.yaml"));
    return files.stream();
  }

  static List<Path> directories() {
    return Kustomize.directories();
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_file_is_of_the_model(Path file) {
    assertThat(Manifests.of(file).objects()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("directories")
  void every_overlay_is_of_the_model_and_fits_together(Path directory) {
    Manifests manifests = Kustomize.render(directory);
    manifests.pods().forEach((owner, pod) -> {
      PodRules.hold(owner, pod);
    });
    assertSelectors(manifests);
  }

  @Test
  void the_model_is_strict() {
    String job = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: x}
        spec: {template: {spec: {restartPolicy: Never, initContainer: [], containers: [{name: a}]}}}
        """;
    assertThatThrownBy(() -> Manifests.of(job)).hasMessageContaining("initContainer");
    assertThatThrownBy(() -> Manifests.of(job.replace("initContainer: [], ", "")
            .replace("{template", "{backoffLimit: three, template")))
        .hasMessageContaining("three");
  }

  @Test
  void the_job_gives_up_on_codes_that_a_retry_would_repeat_and_retries_the_others() {
    V1Job job = Manifests.of(Path.of("k8s/base/migrate-job.yaml")).only(V1Job.class);
    List<V1PodFailurePolicyRule> rules = job.getSpec().getPodFailurePolicy().getRules();
    List<Integer> given = rules.get(0).getOnExitCodes().getValues();
    assertThat(rules.get(0).getAction()).isEqualTo("FailJob");
    assertThat(rules.get(0).getOnExitCodes().getContainerName())
        .isEqualTo(container(job).getName());
    assertThat(Programs.exitCodes()).containsAll(given).containsAll(RETRIED);
    assertThat(given).doesNotContainAnyElementsOf(RETRIED);
    assertThat(rules.get(1).getAction()).isEqualTo("Ignore");
    assertThat(rules.get(1).getOnPodConditions().get(0).getType()).isEqualTo("DisruptionTarget");
    // the API server refuses a policy for pods that restart in place
    assertThat(job.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(job.getSpec().getBackoffLimit()).isPositive();
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isPositive();
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isGreaterThan(900);
  }

  @Test
  void a_roll_out_keeps_the_old_pods_until_new_ones_are_ready() {
    V1Deployment deployment =
        Manifests.of(Path.of("k8s/base/deployment.yaml")).only(V1Deployment.class);
    var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
    assertThat(rolling.getMaxSurge()).isEqualTo(new IntOrString(1));
    assertThat(rolling.getMaxUnavailable()).isEqualTo(new IntOrString(0));
    List<String> args =
        deployment.getSpec().getTemplate().getSpec().getInitContainers().get(0).getArgs();
    int wait = Integer.parseInt(args.get(args.indexOf("--timeout") + 1));
    assertThat(deployment.getSpec().getProgressDeadlineSeconds()).isGreaterThan(wait);
  }

  @Test
  void the_secret_is_an_example_that_no_apply_brings() {
    assertThat(Manifests.of(Path.of("k8s/base/secret.example.yaml"))
            .only(V1Secret.class)
            .getStringData())
        .containsEntry("password", "replace-me");
    assertThat(Kustomize.base().all(V1Secret.class)).isEmpty();
  }

  @Test
  void a_job_of_gitops_does_not_delete_itself() {
    V1Job job = Kustomize.overlay("gitops").only(V1Job.class);
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isNull();
    assertThat(job.getMetadata().getAnnotations()).as("hooks").isNullOrEmpty();
  }

  @Test
  void migrate_as_init_has_no_job_and_one_replica() {
    Manifests manifests = Kustomize.overlay("migrate-as-init");
    assertThat(manifests.all(V1Job.class)).isEmpty();
    V1Deployment deployment = manifests.only(V1Deployment.class);
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
    V1Container init =
        deployment.getSpec().getTemplate().getSpec().getInitContainers().get(0);
    assertThat(init.getCommand()).containsSequence("codex", "migrate");
    // nothing may kill a migration because it takes long
    assertThat(init.getLivenessProbe()).isNull();
  }

  @Test
  void production_checks_the_certificate_in_every_container() {
    Kustomize.overlay("production")
        .pods()
        .forEach((owner, pod) -> PodRules.containers(pod)
            .forEach(container -> assertThat(environment(container))
                .as("%s, %s", owner, container.getName())
                .containsEntry("CODEX_DATABASE_POSTGRES_SSL_MODE", "verify-full")
                .containsEntry("CODEX_DATABASE_POSTGRES_SSL_ROOT_CERT", "/app/tls/ca.crt")));
  }

  private static V1Container container(V1Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  private static Map<String, String> environment(V1Container container) {
    return container.getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(variable -> variable.getName(), variable -> variable.getValue()));
  }

  static void assertSelectors(Manifests manifests) {
    V1Deployment deployment = manifests.only(V1Deployment.class);
    Map<String, String> server =
        deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(server).containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    manifests.all(V1Service.class).forEach(service -> {
      assertThat(server).containsAllEntriesOf(service.getSpec().getSelector());
      manifests
          .all(V1Job.class)
          .forEach(job -> assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
              .as("a Service must not send requests to the pods of the Job")
              .doesNotContainEntry(
                  "app.kubernetes.io/component",
                  service.getSpec().getSelector().get("app.kubernetes.io/component")));
    });
    manifests.all(V1NetworkPolicy.class).forEach(policy -> {
      Map<String, String> selector = policy.getSpec().getPodSelector().getMatchLabels();
      assertThat(Stream.concat(
                  Stream.of(server),
                  manifests.all(V1Job.class).stream()
                      .map(job -> job.getSpec().getTemplate().getMetadata().getLabels()))
              .filter(labels -> labels.entrySet().containsAll(selector.entrySet())))
          .as("pods of the policy %s", policy.getMetadata().getName())
          .hasSize(1);
    });
  }
}
