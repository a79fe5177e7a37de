package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The manifests that users of the deployment guide have, with only the name of the image changed. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pods need loopback addresses of their own")
@ExtendWith(PostgresExtension.class)
final class OriginalGuideIT {
  private static final Path FILES = Path.of("src/test/resources/pods/original");

  @TempDir
  private Path directory;

  private Cluster cluster;

  @BeforeEach
  void their_image(TestDatabase database) throws IOException {
    Path scripts = Files.createDirectory(directory.resolve("migrations"));
    Files.writeString(scripts.resolve("V1__books.sql"), "create table books ();");
    Path config = Files.createDirectory(directory.resolve("config"));
    Files.writeString(config.resolve("config.yaml"), """
        database:
          postgres: {host: postgres, port: 5432, username: codex, password: %s, database_name: codex}
        migrations: {locations: [%s]}
        """.formatted(database.password(), scripts));
    cluster = new Cluster(database, directory.resolve("node"))
        .image(
            "registry.example.org/codex",
            Image.codex(Map.of("/app/config", config, scripts.toString(), scripts)));
  }

  @AfterEach
  void the_pods_end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void the_init_container_waits_for_the_job_and_the_default_command_serves(TestDatabase database)
      throws IOException {
    Pod pod = cluster
        .start(Manifests.ofExcerpt(FILES.resolve("deployment.yaml")).only(V1Deployment.class))
        .get(0);
    Container waiter = pod.container("wait-for-migrations");
    Await.isTrue(Duration.ofSeconds(300), () -> waiter.log().contains("waiting"), pod::logs);
    JobRun job = cluster.start(Manifests.ofExcerpt(FILES.resolve("job.yaml")).only(V1Job.class));
    assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
    pod.awaitReady();
    assertThat(waiter.exits()).containsExactly(0);
    Await.isTrue(
        Duration.ofSeconds(300),
        () -> pod.container("codex").log().contains("serving at"),
        pod::logs);
    assertThat(pod.container("codex").exits()).as(pod.logs()).isEmpty();
  }

  @Test
  void services_named_like_codex_do_not_disturb_it(TestDatabase database) throws IOException {
    cluster.apply(Manifests.of("""
        apiVersion: v1
        kind: Service
        metadata: {name: codex}
        spec: {ports: [{name: http, port: 80}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: codex-health}
        spec: {ports: [{name: health, port: 8081}]}
        """));
    assertThat(cluster.state().serviceLinks())
        .containsEntry("CODEX_HEALTH_PORT", "tcp://10.96.0.7:8081");
    JobRun job = cluster.start(Manifests.ofExcerpt(FILES.resolve("job.yaml")).only(V1Job.class));
    assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
  }
}
