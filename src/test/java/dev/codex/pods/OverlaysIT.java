package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.postgres.Certificate;
import dev.codex.postgres.TlsFront;
import dev.codex.testing.TestDatabase;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The overlays of k8s/, each played as {@link PodsIT} plays the base. */
@ExtendWith(VertxExtension.class)
final class OverlaysIT extends PlayedManifests {
  /** Two minutes of the manifests, in six seconds. */
  @Test
  void no_probe_kills_a_pod_that_migrates_for_two_minutes(TestDatabase database)
      throws IOException {
    script("V2__slow.sql", SLEEP.formatted(6));
    Manifests manifests = Kustomize.overlay("migrate-on-start");
    cluster.apply(manifests);
    Pod pod = cluster.start("codex-0", pod(manifests));
    awaitRunning(database, "pg_sleep");
    cluster.pace(20);
    assertThat(pod.isReady()).isFalse();
    pod.awaitReady();
    assertThat(pod.container("codex").killings()).as(pod.logs()).isEmpty();
    assertThat(pod.container("codex").exits()).isEmpty();
  }

  @Test
  void the_native_sidecar_gates_its_neighbour(TestDatabase database) throws IOException {
    script("V2__slow.sql", SLEEP.formatted(3));
    Manifests manifests = Kustomize.overlay("sidecar");
    cluster.apply(manifests).pace(2).image("application", Image.of("sleep", "600"));
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
    cluster.apply(manifests);
    Pod pod = cluster.start("codex-0", pod(manifests)).awaitReady();
    assertThat(pod.container("migrate").exits()).containsExactly(0);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(1);
  }

  @Test
  void scripts_come_from_a_config_map(TestDatabase database) {
    Manifests manifests = Kustomize.overlay("scripts");
    cluster.apply(manifests);
    JobRun job = cluster.start(manifests.only(V1Job.class));
    assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
    cluster.start("codex-0", pod(manifests)).awaitReady();
    assertThat(database.<String>values("select script from codex_schema_history order by rank"))
        .containsExactly("V1__create_books.sql", "V2__create_loans.sql");
  }

  /** A certificate that is checked, and a role that only reads, with two connections while three wait. */
  @Test
  void production_waits_as_a_reader_of_few_connections_on_a_verified_wire(
      Vertx vertx, TestDatabase database) throws Exception {
    script("V2__slow.sql", SLEEP.formatted(4));
    Manifests manifests = Kustomize.overlay("production");
    Certificate certificate = Certificate.of(directory, "server", "ip:127.0.0.1,dns:postgres");
    String role = Files.readString(Path.of("k8s/components/reader/reader-role.sql"));
    database.executeAsSuperuser(
        role.replace(":'password'", "'for-reading'").replace("limit 20", "limit 2"));
    try (TlsFront front = TlsFront.of(vertx, database, certificate)) {
      cluster.apply(readerAndAuthority(certificate)).apply(manifests);
      cluster.databaseAt("127.0.0.1", front.port());
      List<Pod> pods = cluster.start(manifests.only(V1Deployment.class));
      Await.isTrue(PATIENCE, () -> waiters(pods).contains("waiting"), () -> waiters(pods));
      Await.isTrue(
          PATIENCE,
          () -> waiters(pods).contains("too many connections for role"),
          () -> waiters(pods));
      assertThat(readers(database)).isBetween(1L, 2L);
      // what serves keeps one each
      database.executeAsSuperuser("alter role codex_reader connection limit 4");
      JobRun job = cluster.start(manifests.only(V1Job.class));
      assertThat(job.awaitEnd()).as(job.logs()).isEqualTo("Complete");
      pods.forEach(Pod::awaitReady);
      pods.forEach(pod -> assertThat(pod.container("wait-for-migrations").exits())
          .as(pod.logs())
          .containsExactly(0));
      assertThat(front.inClear()).isZero();
    } finally {
      cluster.close();
      database.executeAsSuperuser("drop owned by codex_reader; drop role codex_reader");
    }
  }

  private static String waiters(List<Pod> pods) {
    StringBuilder logs = new StringBuilder();
    pods.forEach(pod -> logs.append(pod.container("wait-for-migrations").log()));
    return logs.toString();
  }

  private static long readers(TestDatabase database) {
    return database.value("select count(*) from pg_stat_activity where usename = 'codex_reader'");
  }

  private static Manifests readerAndAuthority(Certificate certificate) throws IOException {
    return Manifests.of("""
        {apiVersion: v1, kind: Secret, metadata: {name: codex-postgres-reader}, stringData: {password: for-reading}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: codex-postgres-ca}
        data:
          ca.crt: |
        """ + Files.readString(certificate.certificate()).indent(4));
  }
}
