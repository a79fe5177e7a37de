package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first try: no database anywhere, and {@code --embedded}. */
final class EmbeddedIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String NOBODY = "65534";

  @TempDir
  private Path directory;

  @Test
  void migrates_a_server_of_its_own_that_keeps_its_data() {
    Map<String, String> environment = Map.of("XDG_DATA_HOME", reachable("data").toString());
    twice(CodexProcess.with(environment), CodexProcess.with(environment));
  }

  @Test
  void works_for_an_ordinary_user_too() throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can become somebody else");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv");
    Path home = reachable("home");
    Path jars = reachable("jars");
    copy("codex-fat.jar", jars);
    copy("codex-embedded.jar", jars);
    Path scripts = reachable("sql");
    Files.writeString(scripts.resolve("V1__a.sql"), "create table a (id int);");
    Files.setAttribute(home, "unix:uid", Integer.valueOf(NOBODY));
    twice(asNobody(home, jars), asNobody(home, jars));
  }

  private CodexProcess.Start asNobody(Path home, Path jars) {
    return CodexProcess.with(Map.of("HOME", home.toString()))
        .through("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups")
        .jar(jars.resolve("codex-fat.jar"))
        .in(directory);
  }

  private void twice(CodexProcess.Start first, CodexProcess.Start second) {
    String location = Files.exists(directory.resolve("sql")) ? "sql" : "migrations";
    CodexProcess.Ended done =
        first.run("migrate", "--embedded", "--location", location).end(PATIENCE).withCode(0);
    assertThat(done.out()).startsWith("applied ");
    assertThat(done.err())
        .contains("started PostgreSQL in " + directory)
        .contains("while it runs: psql postgresql://");
    CodexProcess.Ended again = second
        .run("migrate", "--embedded", "--location", location)
        .end(PATIENCE)
        .withCode(0);
    assertThat(again.out()).startsWith("nothing to do: ");
  }

  @Test
  void is_not_there_without_its_jar() throws IOException {
    Path jars = reachable("jars");
    copy("codex-fat.jar", jars);
    CodexProcess.Ended ended = CodexProcess.with(Map.of())
        .jar(jars.resolve("codex-fat.jar"))
        .run("migrate", "--embedded")
        .end()
        .withCode(2);
    assertThat(ended.err())
        .contains(
            "there is no embedded PostgreSQL in this installation; put codex-embedded.jar beside codex-fat.jar")
        .doesNotContain("\tat ");
  }

  @Test
  void is_never_started_unasked() {
    Path data = reachable("data");
    CodexProcess.Ended ended = CodexProcess.start(
            Map.of("XDG_DATA_HOME", data.toString()), "migrate")
        .end()
        .withCode(2);
    assertThat(ended.err()).contains("no database is configured", "--embedded");
    assertThat(data).isEmptyDirectory();
  }

  /** A directory that any user may enter. */
  private Path reachable(String name) {
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      return Files.createDirectory(directory.resolve(name));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static void copy(String jar, Path directory) throws IOException {
    Files.copy(CodexProcess.FAT_JAR.resolveSibling(jar), directory.resolve(jar));
  }
}
