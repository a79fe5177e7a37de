package dev.codex.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.containers.Jdk25;
import dev.codex.telemetry.Collector;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What image/assemble makes, run as the root file system of processes: read-only, for a user that it does not know, with
 * nothing but a few devices and an empty /tmp beside it.
 */
@ExtendWith(PostgresExtension.class)
final class ImageIT {
  private static final int MEGABYTE = 1_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String ENTER = """
      root=$1; shift
      mount --bind "$root" "$root" && mount -o remount,bind,ro "$root"
      mount -t tmpfs none "$root/tmp" && mount -t tmpfs none "$root/dev" && mount -t proc proc "$root/proc"
      for device in null zero random urandom; do
        touch "$root/dev/$device" && mount --bind "/dev/$device" "$root/dev/$device"
      done
      mount -t tmpfs none "$root/app" && mkdir "$root/app/migrations" && mount --bind "$SCRIPTS" "$root/app/migrations"
      exec chroot --userspec=54321:54321 "$root" "$@"
      """;

  @TempDir
  private static Path directory;

  private static Path root;

  @BeforeAll
  static void the_image_is_assembled() throws Exception {
    Path java25 = Jdk25.assumed();
    assumeTrue(Files.exists(Path.of("bin/codex")), "there is no launcher");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may change the root");
    assumeTrue(
        run(Map.of(), "sh", "-c", "command -v apt-get dpkg-deb unshare").code() == 0,
        "the image is put together from Debian's packages");
    root = directory.resolve("image");
    Ended assembled =
        run(Map.of("JAVA_HOME", java25.toString()), "image/assemble", root.toString());
    assertThat(assembled.code()).as(assembled.output()).isZero();
  }

  private record Ended(int code, String output) {}

  private static Ended run(Map<String, String> environment, String... command) throws Exception {
    Process process = start(environment, command);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private static Process start(Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Process inside(TestDatabase database, String... command) throws IOException {
    Path scripts = Files.createDirectories(directory.resolve("scripts"));
    Files.writeString(scripts.resolve("V1__books.sql"), "create table books ();");
    Map<String, String> environment = new LinkedHashMap<>(database.env());
    environment.putAll(Map.of(
        "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LC_ALL", "C.UTF-8",
        "JAVA_HOME", "/opt/codex/java",
        "CODEX_JAR", "/opt/codex/lib/codex-fat.jar",
        "CODEX_MIGRATIONS_LOCATIONS", "/app/migrations",
        "CODEX_APPLICATION_PORT", "0",
        "CODEX_HEALTH_PORT", "0",
        "SCRIPTS", scripts.toString()));
    List<String> line =
        new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec", ENTER, "sh", root.toString()));
    line.addAll(List.of(command));
    return start(environment, line.toArray(String[]::new));
  }

  private static Ended ended(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  @Test
  void every_command_runs_on_it(TestDatabase database) throws Exception {
    assertThat(ended(inside(database, "/opt/codex/bin/healthy")).code()).isEqualTo(4);
    Ended first = ended(inside(database, "codex", "migrate"));
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("applied 1 migration");
    Ended second = ended(inside(database, "codex", "migrate"));
    assertThat(second.code()).as(second.output()).isZero();
    assertThat(second.output()).contains("nothing to do");
    Ended wait = ended(inside(database, "codex", "wait-for-migrations"));
    assertThat(wait.code()).as(wait.output()).isZero();
    assertThat(ended(inside(database, "/opt/codex/bin/healthy")).code()).isZero();
  }

  @Test
  void without_a_command_it_serves_and_ends_with_the_code_of_sigterm(TestDatabase database)
      throws Exception {
    Process service = inside(database, "/opt/codex/bin/serve");
    StringBuilder log = new StringBuilder();
    var reader = service.inputReader(StandardCharsets.UTF_8);
    while (log.indexOf("serving at") < 0) {
      String line = reader.readLine();
      assertThat(line).as("a line after:%n%s", log).isNotNull();
      log.append(line).append('\n');
    }
    service.destroy();
    assertThat(service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).as(log.toString()).isEqualTo(143);
  }

  @Test
  void the_configuration_is_read_and_the_start_up_cache_is_used(TestDatabase database)
      throws Exception {
    Ended check = ended(inside(
        database,
        "sh",
        "-c",
        "echo 'lock: {timeout: 7}' >/tmp/c.yaml; codex config check --config /tmp/c.yaml"));
    assertThat(check.code()).as(check.output()).isZero();
    assertThat(check.output()).contains("lock.timeout");
    Ended classes =
        ended(inside(database, "sh", "-c", "CODEX_JAVA_OPTS=-Xlog:class+load codex --version"));
    assertThat(classes.output()).contains("dev.codex.cli.Main source: shared objects file");
  }

  /** As the manifests call them. What is not in the cache is there on purpose: Netty looks for libraries that are not. */
  @ParameterizedTest
  @ValueSource(strings = {"migrate", "wait-for-migrations", "serve"})
  void nearly_every_class_comes_out_of_the_cache(String command, TestDatabase database)
      throws Exception {
    assertThat(ended(inside(database, "codex", "migrate")).code()).isZero();
    String line = "echo 'migrations: {locations: [/app/migrations]}' >/tmp/c.yaml;"
        + " CODEX_SKIP_MIGRATIONS=%s CODEX_JAVA_OPTS=-Xlog:class+load exec codex %s --config /tmp/c.yaml";
    Process process =
        inside(database, "sh", "-c", line.formatted(command.equals("serve"), command));
    List<String> loaded = new ArrayList<>();
    var reader = process.inputReader(StandardCharsets.UTF_8);
    for (String read = reader.readLine(); read != null; read = reader.readLine()) {
      loaded.add(read);
      if (read.contains("serving at")) {
        process.destroy();
        break;
      }
    }
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(loaded)
        .anyMatch(read -> read.contains("serving at") || read.contains("at version 1"));
    assertThat(loaded.stream().filter(read -> read.contains("source: shared objects file")))
        .hasSizeGreaterThan(5000);
    assertThat(loaded.stream().filter(read -> read.contains("source: file:")))
        .hasSizeLessThan(20)
        .noneMatch(read -> read.contains(" dev.codex."));
  }

  @Test
  void a_cache_that_is_not_made_or_not_taken_fails_the_build() throws Exception {
    Path checkout = Files.createDirectory(directory.resolve("checkout"));
    for (String there : List.of("image", "target", "LICENSE")) {
      Files.createSymbolicLink(checkout.resolve(there), Path.of(there).toAbsolutePath());
    }
    executable(checkout.resolve("bin/codex"), "[ $1 != make-cache ] || exit 2");
    Path java = checkout.resolve("java");
    executable(java.resolve("bin/jlink"), "while [ $# -gt 1 ]; do shift; done; mkdir -p $1/bin");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    Path assemble = Files.createDirectory(checkout.resolve("image-of-it")).resolve("assemble");
    Files.copy(Path.of("image/assemble"), assemble, StandardCopyOption.COPY_ATTRIBUTES);
    Ended assembled = run(
        Map.of("JAVA_HOME", java.toString()),
        assemble.toString(),
        directory.resolve("failed").toString());
    assertThat(assembled.code()).as(assembled.output()).isEqualTo(2);
  }

  private static void executable(Path script, String line) throws IOException {
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/sh\n" + line + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void figures_are_pushed_from_it(TestDatabase database) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Collector collector = Collector.on(vertx)) {
      Ended pushed = ended(inside(
          database,
          "sh",
          "-c",
          "CODEX_TELEMETRY_TIMEOUT=60 OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url()
              + " exec codex migrate"));
      assertThat(pushed.code()).as(pushed.output()).isZero();
      assertThat(pushed.output()).doesNotContain("WARN");
      assertThat(collector.gauge("codex.migrations.applied")).isEqualTo(1);
    } finally {
      dev.codex.runtime.Ended.well(vertx.close());
    }
  }

  @Test
  void it_holds_a_shell_and_java_and_is_small() throws Exception {
    try (Stream<Path> programs = Files.list(root.resolve("usr/bin"))) {
      assertThat(programs.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("dash", "sh");
    }
    try (Stream<Path> programs = Files.list(root.resolve("opt/codex/java/bin"))) {
      assertThat(programs.map(path -> path.getFileName().toString())).containsExactly("java");
    }
    Ended packed = run(
        Map.of(), "image/pack", root.toString(), directory.resolve("codex.tar").toString());
    assertThat(packed.code()).as(packed.output()).isZero();
    assertThat(Files.size(directory.resolve("codex.tar"))).isLessThan(90L * MEGABYTE);
    assertThat(root.resolve("opt/codex/sbom.cdx.json")).content().contains("CycloneDX");
  }
}
