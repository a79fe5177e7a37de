package dev.codex.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Checksum;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import dev.codex.migration.Version;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeScriptTest {
  private static final String LINE = "insert into t values (1, 'a;b', $$c;d$$, 'é'); -- e;f\r\n";
  private static final int STATEMENTS = 1_000_000;

  @TempDir
  private Path root;

  /** In a virtual machine of its own, which has less memory than the file has bytes. */
  @Test
  void a_script_of_50_MB_needs_little_memory() throws Exception {
    Path file = root.resolve("V1__large.sql");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write("\uFEFF-- codex:min-build 2\r\n");
      for (int i = 0; i < STATEMENTS; i++) {
        writer.write(LINE);
      }
    }
    assertThat(Files.size(file)).isGreaterThan(50L << 20);
    Process walk = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx40m",
            "-cp",
            home(Walk.class) + File.pathSeparator + home(Locations.class),
            Walk.class.getName(),
            root.toString())
        .redirectErrorStream(true)
        .start();
    String output = new String(walk.getInputStream().readAllBytes(), UTF_8);
    assertThat(output).contains(STATEMENTS + " statements");
    assertThat(walk.waitFor()).isZero();
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Reads a directory, and each script to its end. */
  static final class Walk {
    private Walk() {}

    public static void main(String[] arguments) throws IOException {
      MigrationSet set = Locations.read(List.of(arguments[0]), Walk.class.getClassLoader());
      Script script = set.migrations().get(0).script();
      int statements = 0;
      try (StatementCursor cursor = script.open()) {
        for (Statement next = cursor.next(); next != null; next = cursor.next()) {
          statements++;
        }
        if (!cursor.checksum().equals(script.checksum())) {
          throw new IllegalStateException("another checksum");
        }
      }
      System.out.println(statements + " statements, " + ScriptInspector.inspect(script));
    }
  }

  @Test
  void a_large_script_is_read_again_and_hashed_again() throws IOException {
    String text = "\uFEFF-- codex:min-build 2\r\n" + LINE.repeat(200_000);
    Files.writeString(root.resolve("V1__large.sql"), text);
    MigrationSet set = Locations.read(List.of(root.toString()), getClass().getClassLoader());
    Script script = set.migrations().get(0).script();
    assertThat(script.text()).isEmpty();
    assertThat(script.checksum()).isEqualTo(Checksum.of(text));
    assertThat(script.header()).isEqualTo(new ScriptHeader(false, Version.of("2"), null));

    Files.writeString(root.resolve("V1__large.sql"), text + "select 1;");
    try (StatementCursor cursor = script.open()) {
      Statement last = null;
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        last = next;
      }
      assertThat(last)
          .isEqualTo(new Statement(200_001, 200_002, 1, "select 1", Statement.Kind.TRANSACTIONAL));
      assertThat(cursor.checksum()).isEqualTo(Checksum.of(text + "select 1;"));
    }
  }

  @Test
  void small_scripts_are_kept_up_to_a_sum() throws IOException {
    byte[] seven = "select 1;\n".repeat(700_000).getBytes(UTF_8);
    for (int i = 1; i <= 11; i++) {
      Files.write(root.resolve("V" + i + "__a.sql"), seven);
    }
    List<Migration> migrations =
        Locations.read(List.of(root.toString()), getClass().getClassLoader()).migrations();
    assertThat(migrations.stream().filter(migration -> migration.script().text().isPresent()))
        .hasSize(9);
    assertThat(migrations)
        .extracting(Migration::checksum)
        .containsOnly(Checksum.of("select 1;\n".repeat(700_000)));
  }

  @Test
  void a_large_script_that_is_not_UTF_8_is_told_with_the_byte_and_the_line() throws IOException {
    byte[] bytes = LINE.repeat(200_000).getBytes(UTF_8);
    int offset = LINE.getBytes(UTF_8).length * 190_000 + 3;
    bytes[offset] = (byte) 0xC3;
    Files.write(root.resolve("V1__large.sql"), bytes);
    assertThat(problems())
        .containsExactly("V1__large.sql is not UTF-8: byte 0xC3 at offset " + offset
            + ", line 190001; convert it, for example with iconv -f WINDOWS-1252 -t UTF-8");
  }

  @Test
  void a_character_that_is_cut_by_a_buffer_is_whole() throws IOException {
    String text = "-- " + "😀é".repeat(2_000_000) + "\nselect 1;";
    Files.writeString(root.resolve("V1__large.sql"), text);
    assertThat(problems()).isEmpty();
    MigrationSet set = Locations.read(List.of(root.toString()), getClass().getClassLoader());
    assertThat(set.migrations().get(0).checksum()).isEqualTo(Checksum.of(text));
  }

  @Test
  void a_large_script_has_no_down_section() throws IOException {
    Files.writeString(
        root.resolve("V1__large.sql"), LINE.repeat(200_000) + "-- codex:down\nselect 1;");
    assertThat(problems())
        .containsExactly(
            "V1__large.sql is larger than 8 MB, and a script of that size cannot hold a down section; put the statements that"
                + " undo it into a file of their own, or remove them");
  }

  private List<String> problems() {
    return Locations.read(List.of(root.toString()), getClass().getClassLoader()).problems().stream()
        .map(Problem::sentence)
        .toList();
  }
}
