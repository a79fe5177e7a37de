package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.TestDatabase;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The README's way from a clone to three pods that wait: what its line prints is what is played. */
final class ReadmePodsIT extends PlayedManifests {
  private static final String LINE = "java -jar target/codex-fat.jar k8s render";

  private static Manifests printed() throws IOException, InterruptedException {
    String line = Files.readString(Path.of("README.md"))
        .lines()
        .map(String::strip)
        .filter(found -> found.startsWith(LINE))
        .findFirst()
        .orElseThrow();
    assertThat(line).endsWith("| kubectl apply -f -");
    String command = line.substring(0, line.indexOf('|'));
    Process render = new ProcessBuilder("sh", "-c", command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    String yaml = new String(render.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(render.waitFor()).as(command).isZero();
    return Manifests.of(yaml);
  }

  @Test
  void three_pods_wait_until_the_job_has_migrated(TestDatabase database) throws Exception {
    Manifests manifests = printed();
    cluster
        .image(
            "library",
            Image.codex(Map.of("/app/migrations", Path.of("migrations").toAbsolutePath())))
        .apply(Manifests.of("""
            {apiVersion: v1, kind: Secret, metadata: {name: library-postgres}, stringData: {password: %s}}
            """.formatted(database.password())))
        .apply(manifests);
    List<Pod> pods = cluster.start(manifests.only(V1Deployment.class));
    assertThat(pods).hasSize(3).allSatisfy(pod -> {
      Container waiter = pod.container("wait-for-migrations");
      Await.isTrue(PATIENCE, () -> waiter.log().contains("waiting"), pod::logs);
      assertThat(waiter.isRunning()).isTrue();
      assertThat(pod.container("codex").begun()).isNull();
    });
    JobRun job = cluster.start(manifests.only(V1Job.class));
    assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
    pods.forEach(Pod::awaitReady);
  }
}
