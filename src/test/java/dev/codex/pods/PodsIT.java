package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The manifests of k8s/, played by {@link Cluster} with the packaged program. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pods need loopback addresses of their own")
@ExtendWith(PostgresExtension.class)
final class PodsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String SLEEP = "select pg_sleep(%d);";

  @TempDir
  private Path directory;

  private Path scripts;
  private Cluster cluster;

  @BeforeEach
  void a_cluster_with_an_image(TestDatabase database) throws IOException {
    scripts = Files.createDirectory(directory.resolve("scripts"));
    script("V1__books.sql", "create table books (id bigint primary key);");
    cluster = new Cluster(database, directory.resolve("node"))
        .image("codex", Image.codex(Map.of("/app/migrations", scripts)));
  }

  @AfterEach
  void the_pods_end() {
    cluster.close();
  }

  private void script(String name, String sql) throws IOException {
    Files.writeString(scripts.resolve(name), sql);
  }

  private static long running(TestDatabase database, String query) {
    return database.value(
        "select count(*) from pg_stat_activity where datname = current_database() and state = 'active'"
            + " and pid <> pg_backend_pid() and query like '%' || $1 || '%'",
        query);
  }

  private static void awaitRunning(TestDatabase database, String query) {
    Await.isTrue(PATIENCE, () -> running(database, query) > 0, () -> query + " to run");
  }

  @Test
  void three_replicas_start_when_the_job_is_done(TestDatabase database) throws IOException {
    script("V2__slow.sql", SLEEP.formatted(4));
    Manifests manifests = Kustomize.base();
    cluster.apply(manifests).pace(4);
    List<Pod> pods = cluster.start(manifests.only(V1Deployment.class));
    assertThat(pods).hasSize(3);
    JobRun job = cluster.start(manifests.only(V1Job.class));
    awaitRunning(database, "pg_sleep");
    pods.forEach(
        pod -> assertThat(pod.container("codex").begun()).as(pod.name()).isNull());
    assertThat(job.awaitEnd()).isEqualTo("Complete");
    assertThat(job.pods()).hasSize(1);
    pods.forEach(Pod::awaitReady);
    for (Pod pod : pods) {
      assertThat(pod.container("wait-for-migrations").exits()).as(pod.logs()).containsExactly(0);
      assertThat(Duration.between(
              job.pods().get(0).container("migrate").lastExit(),
              pod.container("codex").begun()))
          .isLessThan(Duration.ofSeconds(60));
      assertThat(pod.container("codex").exits()).as(pod.logs()).isEmpty();
      assertThat(pod.container("codex").killings()).isEmpty();
    }
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(2);
    pods.get(0).stop();
    assertThat(pods.get(0).container("codex").awaitEnd()).isEqualTo(143);
  }

  @Test
  void a_broken_script_fails_the_job_at_its_first_pod_and_the_application_never_starts(
      TestDatabase database) throws IOException {
    script("V2__broken.sql", "create tabel loans ();");
    Manifests manifests = Kustomize.base();
    cluster.apply(manifests).pace(20);
    JobRun job = cluster.start(manifests.only(V1Job.class));
    assertThat(job.awaitEnd()).isEqualTo("PodFailurePolicy");
    assertThat(job.pods()).hasSize(1);
    assertThat(job.pods().get(0).container("migrate").exits()).containsExactly(6);
    Pod pod = cluster.start(manifests.only(V1Deployment.class)).get(0);
    Container waiter = pod.container("wait-for-migrations");
    Await.isTrue(PATIENCE, () -> waiter.exits().size() >= 2, pod::logs);
    assertThat(waiter.exits()).as(pod.logs()).containsOnly(6);
    assertThat(waiter.log()).contains("V2__broken.sql:1: syntax error");
    assertThat(pod.container("codex").begun()).isNull();
  }

  @Test
  void a_job_that_is_killed_in_mid_run_is_finished_by_its_retry(TestDatabase database)
      throws IOException {
    script("V2__slow.sql", "create table loans (); " + SLEEP.formatted(3));
    script("V3__more.sql", "create table more ();");
    Manifests manifests = Kustomize.base();
    cluster.apply(manifests).pace(20);
    JobRun job = cluster.start(manifests.only(V1Job.class));
    awaitRunning(database, "pg_sleep");
    job.pods().get(0).container("migrate").killProcess();
    assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
    assertThat(job.pods()).hasSize(2);
    assertThat(job.pods().get(0).container("migrate").exits()).containsExactly(137);
    assertThat(database.<String>values("select version from codex_schema_history order by rank"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void the_deadline_of_a_job_ends_its_pod_in_time_to_roll_back(TestDatabase database)
      throws IOException {
    script("V2__slow.sql", "create table loans (); " + SLEEP.formatted(600));
    Manifests manifests = Kustomize.base();
    cluster.apply(manifests).pace(240);
    JobRun job = cluster.start(manifests.only(V1Job.class));
    awaitRunning(database, "pg_sleep");
    assertThat(job.awaitEnd()).isEqualTo("DeadlineExceeded");
    assertThat(job.pods().get(0).container("migrate").exits()).as(job.logs()).containsExactly(143);
    assertThat(running(database, "pg_sleep")).isZero();
    assertThat(database.<String>value("select to_regclass('loans')::text")).isNull();
  }

  /** Two minutes of the manifests, in six seconds. */
  @Test
  void no_probe_kills_a_pod_that_migrates_for_two_minutes(TestDatabase database)
      throws IOException {
    script("V2__slow.sql", SLEEP.formatted(6));
    Manifests manifests = Kustomize.overlay("migrate-on-start");
    cluster.apply(manifests);
    cluster.pace(20);
    Pod pod = cluster.start("codex-0", pod(manifests));
    awaitRunning(database, "pg_sleep");
    assertThat(pod.isReady()).isFalse();
    pod.awaitReady();
    assertThat(pod.container("codex").killings()).as(pod.logs()).isEmpty();
    assertThat(pod.container("codex").exits()).isEmpty();
  }

  private static V1PodSpec pod(Manifests manifests) {
    return manifests.only(V1Deployment.class).getSpec().getTemplate().getSpec();
  }

  @Test
  void a_rolled_back_image_gets_ready_against_the_newer_schema(TestDatabase database)
      throws IOException {
    Manifests manifests = Kustomize.base();
    cluster.apply(manifests).pace(4);
    Path older = Files.createDirectory(directory.resolve("older"));
    Files.copy(scripts.resolve("V1__books.sql"), older.resolve("V1__books.sql"));
    script("V2__loans.sql", "create table loans ();");
    assertThat(cluster.start(manifests.only(V1Job.class)).awaitEnd()).isEqualTo("Complete");
    cluster.image("codex", Image.codex(Map.of("/app/migrations", older)));
    assertThat(cluster.start(manifests.only(V1Job.class)).awaitEnd()).isEqualTo("Complete");
    Pod pod = cluster.start("codex-old", pod(manifests)).awaitReady();
    assertThat(pod.container("codex").exits()).isEmpty();
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(2);
  }

  @Test
  void the_native_sidecar_gates_its_neighbour(TestDatabase database) throws IOException {
    script("V2__slow.sql", SLEEP.formatted(3));
    Manifests manifests = Kustomize.overlay("sidecar");
    cluster.apply(manifests).pace(4).image("application", Image.of("sleep", "600"));
    Pod pod = cluster.start("library-0", pod(manifests));
    Await.isTrue(PATIENCE, () -> pod.container("codex").isRunning(), pod::logs);
    JobRun job = cluster.start(manifests.only(V1Job.class));
    awaitRunning(database, "pg_sleep");
    assertThat(pod.container("application").begun()).isNull();
    assertThat(job.awaitEnd()).isEqualTo("Complete");
    pod.awaitReady();
    assertThat(pod.container("application").begun())
        .isAfter(job.pods().get(0).container("migrate").begun());
    assertThat(pod.container("application").isRunning()).isTrue();
    assertThat(pod.container("codex").exits()).as(pod.logs()).isEmpty();
  }

  @Test
  void a_single_replica_migrates_in_its_init_container(TestDatabase database) {
    Manifests manifests = Kustomize.overlay("migrate-as-init");
    cluster.apply(manifests).pace(4);
    Pod pod = cluster.start("codex-0", pod(manifests)).awaitReady();
    assertThat(pod.container("migrate").exits()).containsExactly(0);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(1);
  }

  @Test
  void scripts_come_from_a_config_map(TestDatabase database) {
    Manifests manifests = Kustomize.overlay("scripts");
    cluster.apply(manifests).pace(4);
    JobRun job = cluster.start(manifests.only(V1Job.class));
    assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
    cluster.start("codex-0", pod(manifests)).awaitReady();
    assertThat(database.<String>values("select script from codex_schema_history order by rank"))
        .containsExactly("V1__create_books.sql", "V2__create_loans.sql");
  }
}
