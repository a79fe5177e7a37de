package dev.codex.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of compose/, and the one of the deployment guide, brought up for real. */
final class ComposeIT {
  private static final String STARTED = "{{.Id}} {{.State.StartedAt}}";
  private static final String EXIT = "{{.State.Status}} {{.State.ExitCode}}";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Engine engine;

  @TempDir
  private Path checkout;

  @BeforeAll
  static void an_engine_and_docker_compose() {
    engine = Engine.assumed();
    boolean installed =
        engine.run(List.of("sh", "-c", "command -v docker-compose")).code() == 0;
    assumeTrue(installed, "docker-compose is not installed");
  }

  @BeforeEach
  void a_copy_that_may_be_spoiled() throws IOException {
    for (String directory : List.of("compose", "migrations")) {
      Files.createDirectory(checkout.resolve(directory));
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        for (Path file : files.toList()) {
          Files.copy(file, checkout.resolve(file.toString()));
        }
      }
    }
  }

  private static boolean isReady(ComposeProject project) {
    try {
      URI ready = URI.create("http://127.0.0.1:" + project.healthPort() + "/health/ready");
      HttpRequest request =
          HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
      return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  private static void awaitReady(ComposeProject project) {
    Sandbox.await(() -> isReady(project), () -> project.log("codex"));
  }

  /** All that the history says, asked from outside. */
  private static String history(ComposeProject project) {
    String address =
        project.inspect("postgres", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    String url = "postgres://codex:codex-for-development-only@" + address + "/codex";
    String query = "select md5(h::text) from codex_schema_history h order by rank";
    return engine.run(List.of("psql", url, "-Atc", query)).successfully().output();
  }

  @Test
  void it_migrates_once_then_serves_and_a_second_up_changes_nothing() {
    Path file = checkout.resolve("compose/docker-compose.yml");
    try (ComposeProject project = new ComposeProject(engine, file)) {
      project.run("up", "--detach").successfully();
      awaitReady(project);
      assertThat(project.inspect("codex-migrate", EXIT)).isEqualTo("exited 0");
      assertThat(project.log("codex-migrate")).contains("applied 14 migrations");
      String service = project.inspect("codex", STARTED);
      String server = project.inspect("postgres", STARTED);
      String before = history(project);
      assertThat(before.lines()).hasSize(14);

      project.run("up", "--detach").successfully();
      Sandbox.await(
          () -> project.log("codex-migrate").contains("nothing to do"),
          () -> project.log("codex-migrate"));
      assertThat(project.inspect("codex-migrate", "{{.State.ExitCode}}")).isEqualTo("0");
      assertThat(project.inspect("codex", STARTED)).isEqualTo(service);
      assertThat(project.inspect("postgres", STARTED)).isEqualTo(server);
      assertThat(history(project)).isEqualTo(before);
    }
  }

  @Test
  void a_broken_script_keeps_the_application_down_and_says_why() throws IOException {
    Files.writeString(checkout.resolve("migrations/V15__broken.sql"), "create tabel broken ();");
    Path file = checkout.resolve("compose/docker-compose.yml");
    try (ComposeProject project = new ComposeProject(engine, file)) {
      String said = project.run("up", "--detach").withCode(1).output();
      assertThat(said).contains("codex-migrate");
      assertThat(project.inspect("codex-migrate", EXIT)).isEqualTo("exited 6");
      assertThat(project.log("codex-migrate"))
          .contains("V15__broken.sql:1:8: syntax error at or near \"tabel\"");
      assertThat(project.inspect("codex", "{{.State.Status}}")).isNotEqualTo("running");

      Files.writeString(checkout.resolve("migrations/V15__broken.sql"), "create table mended ();");
      project.run("up", "--detach").successfully();
      awaitReady(project);
    }
  }

  @Test
  void with_the_waiter_the_application_starts_when_somebody_has_migrated() {
    Path file = checkout.resolve("compose/docker-compose.wait.yml");
    try (ComposeProject project = new ComposeProject(engine, file)) {
      project.run("up", "--detach", "codex-wait").successfully();
      Sandbox.await(
          () -> project.log("codex-wait").contains("waiting"), () -> project.log("codex-wait"));
      assertThat(project.inspect("codex-wait", "{{.State.Status}}")).isEqualTo("running");
      project.run("up", "--detach").successfully();
      awaitReady(project);
      assertThat(project.inspect("codex-migrate", EXIT)).isEqualTo("exited 0");
      assertThat(project.inspect("codex-wait", EXIT)).isEqualTo("exited 0");
    }
  }

  /** With the name of the image changed and nothing else; the server is in another file of theirs. */
  @Test
  void the_file_of_the_deployment_guide_runs() throws IOException {
    Path theirs = Files.createDirectory(checkout.resolve("theirs"));
    Files.copy(
        Path.of("src/test/resources/pods/original/docker-compose.yml"),
        theirs.resolve("docker-compose.yml"));
    Files.copy(
        Path.of("src/test/resources/pods/original/postgres.yml"), theirs.resolve("postgres.yml"));
    Files.writeString(theirs.resolve("config.docker.yaml"), """
        database:
          postgres: {host: postgres, port: 5432, username: codex, password: codex, database_name: codex}
        migrations: {locations: [/app/migrations]}
        """);
    Files.writeString(theirs.resolve("V1__books.sql"), "create table books ();");
    Files.writeString(theirs.resolve("Dockerfile"), """
        FROM %s
        COPY config.docker.yaml /app/config/
        COPY V1__books.sql /app/migrations/
        """.formatted(Images.codex(engine)));
    engine.build("registry.example.org/codex:0.1", theirs);
    try (ComposeProject project = new ComposeProject(
        engine, theirs.resolve("docker-compose.yml"), theirs.resolve("postgres.yml"))) {
      project.run("up", "--exit-code-from", "codex-migrate", "codex-migrate").successfully();
      assertThat(project.log("codex-migrate")).contains("applied 1 migration");
      project.run("up", "--detach", "codex").successfully();
      Sandbox.await(() -> project.log("codex").contains("serving at"), () -> project.log("codex"));
      assertThat(project.inspect("codex", "{{.State.Status}}")).isEqualTo("running");
    }
  }
}
