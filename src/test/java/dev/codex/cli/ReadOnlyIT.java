package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A container's file system: nothing can be written, there is no home, and nobody knows the user. */
@ExtendWith(PostgresExtension.class)
final class ReadOnlyIT {
  private static final String STRANGER = "64999";

  @TempDir
  private Path directory;

  @Test
  void a_file_system_that_cannot_be_written_is_enough(TestDatabase database) throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can become somebody else");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv");
    Path jar = Files.copy(CodexProcess.FAT_JAR, directory.resolve("codex-fat.jar"));
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    new ScriptDirectory(Files.createDirectory(directory.resolve("migrations")))
        .with("V1__a.sql", "create table a (id int);");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    for (String command : List.of("migrate", "wait-for-migrations", "info")) {
      CodexProcess.with(database.env())
          .through("setpriv", "--reuid", STRANGER, "--regid", STRANGER, "--clear-groups")
          .java("-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData")
          .jar(jar)
          .in(directory)
          .run(command)
          .end()
          .withCode(0);
    }
    assertThat(written()).containsExactlyInAnyOrder("codex-fat.jar", "V1__a.sql");
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }
}
