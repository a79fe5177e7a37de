package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/codex}: java in the same process, whatever becomes of the start-up cache. */
@ExtendWith(PostgresExtension.class)
final class LauncherIT {
  private static final Path LAUNCHER = Path.of("bin", "codex").toAbsolutePath();
  private static final String JAVA_HOME = System.getProperty("java.home");

  @TempDir
  private Path directory;

  private Path home;
  private Path installed;

  /** As an installation has it: the launcher in bin, the jar in lib. */
  @BeforeEach
  void install() throws IOException {
    installed = Files.createDirectories(directory.resolve("opt/codex"));
    home = Files.createDirectory(directory.resolve("home"));
    Files.createDirectory(installed.resolve("bin"));
    Files.createDirectory(installed.resolve("lib"));
    Files.copy(
        LAUNCHER, installed.resolve("bin/codex"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(CodexProcess.FAT_JAR, installed.resolve("lib/codex-fat.jar"));
  }

  private CodexProcess start(Map<String, String> environment, String... args) {
    return CodexProcess.command(environment(environment), command(args));
  }

  private String[] command(String... args) {
    List<String> command =
        new ArrayList<>(List.of(installed.resolve("bin/codex").toString()));
    command.addAll(List.of(args));
    return command.toArray(String[]::new);
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", JAVA_HOME);
    environment.put("HOME", home.toString());
    environment.put("CODEX_CACHE", "off");
    environment.putAll(more);
    return environment;
  }

  private Path cache() {
    String kind = Runtime.version().feature() >= 25 ? "aot" : "jsa";
    return installed.resolve("lib/codex-fat." + kind);
  }

  private void makeCache() {
    CodexProcess.Ended made = start(Map.of(), "make-cache").end().withCode(0);
    assertThat(made.out().strip()).isEqualTo(cache().toString());
    assertThat(cache()).exists();
  }

  @Test
  void arguments_and_exit_codes_pass_through_it() throws IOException {
    Path scripts = Files.createDirectory(directory.resolve("scripts * here"));
    new ScriptDirectory(scripts).with("V1__a.sql", "create table a (id int);");
    start(Map.of(), "migrate", "--no-such-flag").end().withCode(2);
    CodexProcess.Ended ended = start(
            Map.of(
                "DATABASE_URL",
                "postgres://me@127.0.0.1:1/books",
                "CODEX_DATABASE_CONNECT_BUDGET",
                "1"),
            "migrate",
            "--location",
            scripts.toString())
        .end()
        .withCode(7);
    assertThat(ended.err()).contains("127.0.0.1:1");
    CodexProcess.Ended missing = start(
            Map.of("DATABASE_URL", "postgres://me@127.0.0.1:1/books"),
            "migrate",
            "--location",
            scripts + "/a  b")
        .end()
        .withCode(8);
    assertThat(missing.err()).contains(scripts + "/a  b");
  }

  @Test
  void a_signal_reaches_the_program(TestDatabase database) throws IOException {
    String scripts =
        SleepingScript.in(Files.createDirectory(directory.resolve("scripts"))).toString();
    try (CodexProcess process = start(database.env(), "migrate", "--location", scripts)) {
      SleepingScript.awaitRunning(database);
      process.signal("TERM");
      assertThat(process.end().withCode(143).err()).contains("stopped in migration 2 (slow)");
    }
    assertThat(SleepingScript.sleeping(database)).isZero();
  }

  @Test
  void it_is_found_through_links_and_knows_its_jar() throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../opt/codex/bin/codex"));
    Files.createSymbolicLink(bin.resolve("codex"), Path.of("first"));
    CodexProcess.Ended ended = CodexProcess.command(
            environment(Map.of()), bin.resolve("codex").toString(), "--version")
        .end()
        .withCode(0);
    assertThat(ended.out()).startsWith("codex ");
  }

  @Test
  void it_says_what_is_missing() throws IOException {
    assertThat(start(Map.of("JAVA_HOME", "/nowhere"), "--version")
            .end()
            .withCode(2)
            .err())
        .contains("there is no java in /nowhere/bin", "JAVA_HOME");
    Files.delete(installed.resolve("lib/codex-fat.jar"));
    assertThat(start(Map.of(), "--version").end().withCode(2).err())
        .contains("there is no codex-fat.jar", "CODEX_JAR");
    CodexProcess.Ended named = start(
            Map.of("CODEX_JAR", CodexProcess.FAT_JAR.toString()), "config", "check")
        .end()
        .withCode(0);
    assertThat(named.err()).isEmpty();
  }

  @Test
  void java_takes_the_cache_that_was_made_beside_the_jar() {
    makeCache();
    CodexProcess.Ended ended = start(
            Map.of("CODEX_CACHE", "", "CODEX_JAVA_OPTS", "-Xlog:class+load"), "--version")
        .end()
        .withCode(0);
    assertThat(ended.out())
        .containsPattern("dev\\.codex\\.cli\\.Main source: shared objects file")
        .containsPattern("io\\.vertx\\.core\\.[^\n]* source: shared objects file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"torn", "of another jar", "of another collector"})
  void a_cache_that_java_refuses_is_never_spoken_of(String how, TestDatabase database)
      throws IOException {
    makeCache();
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_CACHE", "");
    switch (how) {
      case "torn" -> Files.write(cache(), new byte[] {1, 2, 3});
      case "of another jar" ->
        Files.setLastModifiedTime(
            installed.resolve("lib/codex-fat.jar"),
            java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
      default -> environment.put("CODEX_JAVA_OPTS", "-XX:+UseParallelGC");
    }
    Path scripts = Files.createDirectory(directory.resolve("scripts"));
    new ScriptDirectory(scripts).with("V1__a.sql", "create table a (id int);");
    CodexProcess.Ended ended = start(
            environment, "migrate", "--location", scripts.toString(), "--quiet")
        .end()
        .withCode(0);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("applied 1 migration in ").doesNotContain("[warning]");
  }

  @Test
  void the_first_run_makes_one_for_the_user_and_the_next_ones_take_it() {
    start(Map.of("CODEX_CACHE", "on"), "--version").end().withCode(0);
    Eventually.isTrue(
        () -> made(".making").isEmpty() && !made(".jsa", ".aot").isEmpty(),
        () -> "a start-up cache in " + home);
    Map<String, String> loud = Map.of("CODEX_CACHE", "on", "CODEX_JAVA_OPTS", "-Xlog:class+load");
    assertThat(start(loud, "--version").end().withCode(0).out())
        .containsPattern("dev\\.codex\\.cli\\.Main source: shared objects file");
  }

  @Test
  void the_first_run_in_a_pod_makes_none() {
    start(Map.of("CODEX_CACHE", "", "KUBERNETES_SERVICE_HOST", "10.0.0.1"), "--version")
        .end()
        .withCode(0);
    assertThat(home).isEmptyDirectory();
  }

  private List<String> made(String... ends) {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .map(Path::toString)
          .filter(name -> Stream.of(ends).anyMatch(name::endsWith))
          .toList();
    } catch (IOException | java.io.UncheckedIOException changing) {
      return List.of();
    }
  }

  @Test
  void a_stranger_in_a_file_system_that_cannot_be_written_is_not_told_of_it(TestDatabase database)
      throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can become somebody else");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv");
    Path scripts = Files.createDirectory(directory.resolve("scripts"));
    new ScriptDirectory(scripts).with("V1__a.sql", "create table a (id int);");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_CACHE", "");
    environment.put("HOME", "/");
    List<String> command = new ArrayList<>(
        List.of("setpriv", "--reuid", "64999", "--regid", "64999", "--clear-groups"));
    command.addAll(List.of(command("migrate", "--quiet", "--location", scripts.toString())));
    CodexProcess.Ended ended = CodexProcess.command(
            environment(environment), command.toArray(String[]::new))
        .end()
        .withCode(0);
    assertThat(ended.err()).isEmpty();
  }
}
