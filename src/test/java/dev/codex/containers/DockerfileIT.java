package dev.codex.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.containers.HostCommand.Ended;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile, built by an engine without a registry, and what its image does in containers. */
final class DockerfileIT {
  private static final long LIMIT = 90_000_000;

  @TempDir
  private static Path directory;

  private static Engine engine;
  private static String image;
  private static Sandbox sandbox;
  private static Path scripts;

  @BeforeAll
  static void the_image_is_built() throws IOException {
    engine = Engine.assumed();
    image = Images.codex(engine);
    sandbox = new Sandbox(engine);
    scripts = Files.createDirectory(directory.resolve("scripts"));
    Files.writeString(scripts.resolve("V1__books.sql"), "create table books ();");
    sandbox.run(scripts, "codex", "migrate").successfully();
  }

  @AfterAll
  static void the_containers_go() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  private static JsonObject config() {
    String inspected = engine.docker("inspect", image).successfully().output();
    return new JsonArray(inspected).getJsonObject(0).getJsonObject("Config");
  }

  @Test
  void it_is_small_and_holds_no_program_but_a_shell_and_java() {
    String size = engine
        .run(List.of("sh", "-c", "docker save $0 | gzip -n | wc -c", image))
        .successfully()
        .output();
    assertThat(Long.parseLong(size.strip())).isLessThan(LIMIT);
    String programs = "for d in /bin /sbin /usr/bin /usr/sbin /usr/local/bin /opt/codex/java/bin;"
        + " do for f in $d/*; do [ ! -x $f ] || echo ${f##*/}; done; done";
    assertThat(
            sandbox.run(scripts, "sh", "-c", programs).successfully().output().lines())
        .containsOnly("sh", "dash", "codex", "java");
  }

  @Test
  void it_says_what_it_is_and_what_is_in_it() {
    JsonObject config = config();
    assertThat(config.getString("User")).isEqualTo("10001:10001");
    assertThat(config.getJsonArray("Env")).contains("LC_ALL=C.UTF-8");
    assertThat(config.getJsonObject("ExposedPorts").fieldNames()).contains("8080/tcp", "8081/tcp");
    assertThat(config.getJsonObject("Labels").fieldNames())
        .contains(
            "org.opencontainers.image.title",
            "org.opencontainers.image.description",
            "org.opencontainers.image.licenses");
    String read =
        "while read -r line || [ -n \"$line\" ]; do echo \"$line\"; done </opt/codex/sbom.cdx.json";
    JsonObject sbom =
        new JsonObject(sandbox.run(scripts, "sh", "-c", read).successfully().output());
    assertThat(sbom.getString("bomFormat")).isEqualTo("CycloneDX");
    assertThat(sbom.getJsonArray("components").stream()
            .map(component -> ((JsonObject) component).getString("name")))
        .contains("vertx-pg-client");
  }

  @Test
  void its_commands_end_with_their_codes_for_a_user_that_it_does_not_know() throws IOException {
    assertThat(sandbox.run(scripts, "codex", "migrate").successfully().output())
        .contains("nothing to do");
    sandbox.run(scripts, "codex", "wait-for-migrations").successfully();
    sandbox.run(scripts, "codex", "info").successfully();
    sandbox.run(scripts, "codex", "no-such-command").withCode(2);
    Path broken = Files.createDirectory(directory.resolve("broken"));
    Files.copy(scripts.resolve("V1__books.sql"), broken.resolve("V1__books.sql"));
    Files.writeString(broken.resolve("V2__broken.sql"), "create tabel loans ();");
    assertThat(sandbox.run(broken, "codex", "migrate").withCode(6).output())
        .contains("V2__broken.sql:1:8: syntax error");
    assertThat(sandbox.run(scripts, "sh", "-c", "echo x >/home/codex/x").code()).isNotZero();
  }

  @Test
  void java_is_the_first_process_and_ends_with_the_code_of_sigterm() {
    String container = sandbox.start(scripts, List.of("--health-interval", "1s"));
    Sandbox.await(
        () -> engine.inspect(container, "{{.State.Health.Status}}").equals("healthy"),
        () -> "health: " + engine.docker("logs", container).output());
    Ended first =
        engine.docker("exec", container, "sh", "-c", "read -r name </proc/1/comm && echo $name");
    assertThat(first.successfully().output()).isEqualToIgnoringNewLines("java");
    engine.docker("stop", "--time", "60", container).successfully();
    assertThat(engine.inspect(container, "{{.State.ExitCode}}"))
        .as(engine.docker("logs", container).output())
        .isEqualTo("143");
  }

  /** The line of the README that makes one's own image of it, for other names. */
  @Test
  void an_image_of_ones_own_adds_scripts_to_it() throws IOException {
    String line = Files.readString(Path.of("README.md"))
        .lines()
        .map(String::strip)
        .filter(found -> found.startsWith("printf 'FROM codex"))
        .findFirst()
        .orElseThrow();
    String own = "codex-test/library:1";
    engine
        .run(List.of(
            "sh",
            "-c",
            line.replace("FROM codex", "FROM " + image).replace("-t library", "-t " + own)))
        .successfully();
    String scriptsOfIt = engine
        .docker(
            "run",
            "--rm",
            own,
            "sh",
            "-c",
            "for script in /app/migrations/*; do echo $script; done")
        .successfully()
        .output();
    assertThat(scriptsOfIt).contains("/app/migrations/V1__create_libraries.sql");
  }

  @Test
  void the_health_check_fails_while_the_schema_is_not_there() throws IOException {
    Path more = Files.createDirectory(directory.resolve("more"));
    Files.writeString(more.resolve("V9__more.sql"), "create table more ();");
    sandbox.run(more, "/opt/codex/bin/healthy").withCode(4);
  }

  @Test
  void it_starts_from_its_cache_and_takes_half_of_the_memory_that_the_container_has() {
    String show = "CODEX_JAVA_OPTS='-Xlog:class+load -XX:+PrintFlagsFinal' exec codex --version";
    String container = sandbox.start(scripts, List.of("--memory", "256m"), "sh", "-c", show);
    engine.docker("wait", container).successfully();
    String log = engine.docker("logs", container).output();
    assertThat(log).contains("dev.codex.cli.Main source: shared objects file");
    assertThat(log).containsPattern("MaxHeapSize +=? +134217728");
  }
}
