package dev.codex.pods;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the manifests of k8s/ are played with: a database, an image with a script in it, a {@link Cluster}. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pods need loopback addresses of their own")
@ExtendWith(PostgresExtension.class)
abstract class PlayedManifests {
  static final Duration PATIENCE = Duration.ofSeconds(300);
  static final String SLEEP = "select pg_sleep(%d);";
  /** Sleeps until its process is ended, and not again when the next one is at it: a sequence knows of no rollback. */
  static final String SLEEP_ONCE =
      "select pg_sleep(case when nextval('sleeps') = 1 then 600 else 0 end);";

  @TempDir
  Path directory;

  Path scripts;
  Cluster cluster;

  @BeforeEach
  void a_cluster_with_an_image(TestDatabase database) throws IOException {
    scripts = Files.createDirectory(directory.resolve("scripts"));
    script("V1__books.sql", "create table books (id bigint primary key);");
    cluster = new Cluster(database, directory.resolve("node"))
        .image("codex", Image.codex(Map.of("/app/migrations", scripts)));
  }

  @AfterEach
  void the_pods_end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  void script(String name, String sql) throws IOException {
    Files.writeString(scripts.resolve(name), sql);
  }

  static long running(TestDatabase database, String query) {
    return database.value(
        "select count(*) from pg_stat_activity where datname = current_database() and state = 'active'"
            + " and pid <> pg_backend_pid() and query like '%' || $1 || '%'",
        query);
  }

  static void awaitRunning(TestDatabase database, String query) {
    Await.isTrue(PATIENCE, () -> running(database, query) > 0, () -> query + " to run");
  }

  static V1PodSpec pod(Manifests manifests) {
    return manifests.only(V1Deployment.class).getSpec().getTemplate().getSpec();
  }
}
