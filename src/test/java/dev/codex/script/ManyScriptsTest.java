package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManyScriptsTest {
  private static final int SCRIPTS = 1000;
  private static final byte[] NO_TEXT = {'s', (byte) 0xff};

  @TempDir
  private Path scripts;

  private static String name(int number) {
    return "V%04d__t.sql".formatted(number);
  }

  private void write() throws IOException {
    for (int i = 1; i <= SCRIPTS; i++) {
      Path file = scripts.resolve(name(i));
      if (i % 50 == 0) {
        Files.write(file, NO_TEXT);
      } else {
        Files.writeString(file, "create table t" + i + " (id int);\r\n");
      }
    }
  }

  @Test
  void what_is_found_and_what_is_wrong_are_in_order_whichever_thread_has_read_them()
      throws IOException {
    write();

    MigrationSet read = Locations.read(List.of(scripts.toString()), getClass().getClassLoader());

    assertThat(read.problems())
        .extracting(Problem::script)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, SCRIPTS / 50).mapToObj(i -> name(i * 50)).toList());
    assertThat(read.migrations())
        .extracting(Migration::script)
        .hasSize(SCRIPTS - SCRIPTS / 50)
        .allSatisfy(script -> assertThat(script.text()).isPresent());
  }
}
