package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.TestDatabase;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The manifests of k8s/, played by {@link Cluster} with the packaged program. */
final class PodsIT extends PlayedManifests {
  @Test
  void three_replicas_start_when_the_job_is_done(TestDatabase database) throws IOException {
    script("V2__slow.sql", SLEEP.formatted(4));
    Manifests manifests = Kustomize.base();
    cluster.apply(manifests);
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
          .isLessThan(PATIENCE);
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
    database.execute("create sequence sleeps");
    script("V2__slow.sql", "create table loans (); " + SLEEP_ONCE);
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

  /** With no attempt to lose. */
  @Test
  void a_pod_on_a_drained_node_does_not_count_as_an_attempt(TestDatabase database)
      throws IOException {
    database.execute("create sequence sleeps");
    script("V2__slow.sql", "create table loans (); " + SLEEP_ONCE);
    Manifests manifests = Kustomize.base();
    V1Job spec = manifests.only(V1Job.class);
    spec.getSpec().setBackoffLimit(0);
    cluster.apply(manifests).pace(20);
    JobRun job = cluster.start(spec);
    awaitRunning(database, "pg_sleep");
    job.pods().get(0).evict();
    assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
    assertThat(job.pods()).hasSize(2);
    assertThat(job.pods().get(0).container("migrate").exits()).containsExactly(143);
    assertThat(job.pods().get(1).container("migrate").exits()).containsExactly(0);
  }

  @Test
  void the_deadline_of_a_job_ends_its_pod_in_time_to_roll_back(TestDatabase database)
      throws IOException {
    script("V2__slow.sql", "create table loans (); " + SLEEP.formatted(600));
    Manifests manifests = Kustomize.base();
    cluster.apply(manifests).pace(120);
    JobRun job = cluster.start(manifests.only(V1Job.class));
    awaitRunning(database, "pg_sleep");
    assertThat(job.awaitEnd()).isEqualTo("DeadlineExceeded");
    assertThat(job.pods().get(0).container("migrate").exits()).as(job.logs()).containsExactly(143);
    assertThat(running(database, "pg_sleep")).isZero();
    assertThat(database.<String>value("select to_regclass('loans')::text")).isNull();
  }

  @Test
  void a_rolled_back_image_gets_ready_against_the_newer_schema(TestDatabase database)
      throws IOException {
    Manifests manifests = Kustomize.base();
    cluster.apply(manifests);
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

  /** As many have it: the address of the database in a Secret, the rest in a ConfigMap. */
  @Test
  void variables_come_from_a_config_map_and_a_secret(TestDatabase database) {
    Manifests theirs = Manifests.of("""
        {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {CODEX_RELEASE: from-a-map}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: database}, stringData: {name: %s}}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: theirs}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: migrate
                  image: codex
                  command: [codex, migrate, --location, /app/migrations]
                  envFrom:
                    - configMapRef: {name: settings}
                  env:
                    - {name: CODEX_DATABASE_POSTGRES_HOST, value: postgres}
                    - name: CODEX_DATABASE_POSTGRES_DATABASE_NAME
                      valueFrom: {secretKeyRef: {name: database, key: name}}
                    - name: CODEX_DATABASE_POSTGRES_PASSWORD
                      valueFrom: {secretKeyRef: {name: codex-postgres, key: password}}
        """.formatted(database.name()));
    JobRun job = cluster.apply(theirs).start(theirs.only(V1Job.class));
    assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
    assertThat(database.<String>value("select release from codex_schema_history"))
        .isEqualTo("from-a-map");
  }
}
