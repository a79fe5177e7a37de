package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.cli.Programs;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codex k8s render}: the manifests of k8s/base for one's own image. */
class RenderTest {
  @TempDir
  private Path scripts;

  @BeforeEach
  void a_script() throws IOException {
    Files.writeString(scripts.resolve("V1__books.sql"), "create table books ();");
  }

  private Manifests render(String image, String... more) {
    String[] args = new String[6 + more.length];
    System.arraycopy(
        new String[] {"k8s", "render", "--location", scripts.toString(), "--image", image},
        0,
        args,
        0,
        6);
    System.arraycopy(more, 0, args, 6, more.length);
    return Manifests.of(Programs.output(args));
  }

  private static String name(Manifests manifests) {
    return manifests.only(V1Job.class).getMetadata().getName();
  }

  @Test
  void what_it_prints_is_of_the_model_and_keeps_the_rules() {
    Manifests manifests = render("registry.example.org/library:2.3", "--name", "library");
    manifests.pods().forEach(PodRules::hold);
    V1Deployment deployment = manifests.only(V1Deployment.class);
    var pod = deployment.getSpec().getTemplate();
    assertThat(deployment.getMetadata().getName()).isEqualTo("library");
    assertThat(pod.getMetadata().getLabels())
        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels())
        .containsAllEntriesOf(manifests.only(V1Service.class).getSpec().getSelector())
        .containsEntry("app.kubernetes.io/name", "library");
    PodRules.containers(pod.getSpec())
        .forEach(container ->
            assertThat(container.getImage()).isEqualTo("registry.example.org/library:2.3"));
    assertThat(pod.getSpec().getVolumes().get(0).getConfigMap().getName())
        .isEqualTo(manifests.only(V1ConfigMap.class).getMetadata().getName());
    assertThat(pod.getSpec().getVolumes().get(1).getSecret().getSecretName())
        .isEqualTo("library-postgres");
  }

  @Test
  void it_is_the_base_for_the_name_and_image_of_the_base() {
    Manifests base = Manifests.of(Path.of("k8s/base/deployment.yaml"));
    V1Deployment rendered = render("codex").only(V1Deployment.class);
    rendered
        .getSpec()
        .getTemplate()
        .getSpec()
        .getVolumes()
        .get(0)
        .getConfigMap()
        .setName("codex-config");
    assertThat(rendered).isEqualTo(base.only(V1Deployment.class));
    V1Job job = render("codex").only(V1Job.class);
    job.getSpec()
        .getTemplate()
        .getSpec()
        .getVolumes()
        .get(0)
        .getConfigMap()
        .setName("codex-config");
    assertThat(job.getSpec())
        .isEqualTo(
            Manifests.of(Path.of("k8s/base/migrate-job.yaml")).only(V1Job.class).getSpec());
  }

  @Test
  void the_job_has_another_name_when_anything_about_it_is_different() throws IOException {
    String first = name(render("codex:1"));
    assertThat(first).matches("codex-migrate-[0-9a-f]{10}").isEqualTo(name(render("codex:1")));
    assertThat(name(render("codex:2"))).isNotEqualTo(first);
    Path config = Files.writeString(scripts.resolve("c.yaml"), "lock: {timeout: 60}\n");
    assertThat(name(render("codex:1", "--config", config.toString()))).isNotEqualTo(first);
    Files.writeString(scripts.resolve("V2__loans.sql"), "create table loans ();");
    assertThat(name(render("codex:1"))).isNotEqualTo(first);
  }

  @Test
  void every_object_is_in_the_namespace() {
    assertThat(render("codex:1", "--namespace", "library").objects())
        .allSatisfy(object -> assertThat(object.getMetadata().getNamespace()).isEqualTo("library"));
  }

  @Test
  void a_name_that_kubernetes_would_refuse_is_refused_here() {
    assertThat(Programs.exitCode("k8s", "render", "--image", "a", "--name", "My_Library"))
        .isEqualTo(2);
    assertThat(Programs.exitCode("k8s", "render")).isEqualTo(2);
  }
}
