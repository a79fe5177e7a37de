package dev.codex.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.containers.HostCommand.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/platforms/docker.md, for another name of the image and any free port. */
final class DockerPageIT {
  @TempDir
  private Path directory;

  private static String line(String command) throws IOException {
    return Files.readAllLines(Path.of("docs", "platforms", "docker.md")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("docker run ") && line.contains(" codex " + command + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_container_migrates_and_another_one_serves_until_it_is_stopped() throws IOException {
    Engine engine = Engine.assumed();
    Path migrations = Files.createDirectory(directory.resolve("migrations"));
    Files.writeString(migrations.resolve("V1__books.sql"), "create table books ();");
    try (Sandbox sandbox = new Sandbox(engine)) {
      assertThat(sandbox.shell(directory, line("migrate")).successfully().output())
          .contains("applied 1 migration");
      String container =
          sandbox.shell(directory, line("serve")).successfully().output().strip();
      Sandbox.await(
          () -> engine.docker("logs", container).output().contains("serving at"),
          () -> "a service: " + engine.docker("logs", container).output());
      engine.docker("stop", "--time", "60", container).successfully();
      assertThat(engine.inspect(container, "{{.State.ExitCode}}")).isEqualTo("143");
    }
  }

  @Test
  void it_ends_with_the_exit_code_of_the_migration() throws IOException {
    Engine engine = Engine.assumed();
    Path migrations = Files.createDirectory(directory.resolve("migrations"));
    Files.writeString(migrations.resolve("V1__broken.sql"), "create tabel books ();");
    try (Sandbox sandbox = new Sandbox(engine)) {
      Ended migrated = sandbox.shell(directory, line("migrate"));
      assertThat(migrated.withCode(6).output()).contains("V1__broken.sql:1:8: syntax error");
    }
  }
}
