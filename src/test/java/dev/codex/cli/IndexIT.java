package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an image's build does, and what its containers do with it. */
@ExtendWith(PostgresExtension.class)
final class IndexIT {
  @TempDir
  private Path directory;

  @Test
  void an_index_of_the_packaged_program_counts_for_it(TestDatabase database) throws IOException {
    Path scripts = Files.createDirectory(directory.resolve("migrations"));
    Path script = Files.writeString(scripts.resolve("V1__a.sql"), "create table a (id int);\n");
    assertThat(run(Map.of(), 0, "index")).contains("vouches for 1 migration");
    assertThat(run(database.env(), 0, "migrate")).startsWith("applied 1 migration in ");

    FileTime time = Files.getLastModifiedTime(script);
    Files.writeString(script, "create table b (id int);\n");
    Files.setLastModifiedTime(script, time);
    assertThat(run(database.env(), 0, "migrate")).startsWith("nothing to do: ");
    assertThat(run(database.env(), 8, "validate")).isEmpty();

    Files.delete(scripts.resolve(".codex-index"));
    assertThat(run(database.env(), 8, "migrate")).isEmpty();
  }

  private String run(Map<String, String> environment, int code, String command) {
    return CodexProcess.with(environment)
        .in(directory)
        .run(command)
        .end()
        .withCode(code)
        .out();
  }
}
