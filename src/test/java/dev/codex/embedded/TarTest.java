package dev.codex.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TarTest {
  @TempDir
  private Path target;

  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

  @Test
  void unpacks_files_directories_and_links() throws IOException {
    add("bin/", '5', "755", "", "");
    add("bin/run", '0', "755", "run it", "");
    add("share/text", '0', "644", "x".repeat(1000), "");
    add("bin/link", '2', "777", "", "run");
    unpack();
    assertThat(target.resolve("bin/run")).isExecutable().hasContent("run it");
    assertThat(target.resolve("share/text")).hasContent("x".repeat(1000));
    assertThat(Files.isExecutable(target.resolve("share/text"))).isFalse();
    assertThat(Files.readSymbolicLink(target.resolve("bin/link"))).hasToString("run");
  }

  @Test
  void reads_long_names() throws IOException {
    String name = "share/" + "long".repeat(40);
    add("././@LongLink", 'L', "0", name + "\0", "");
    add(name.substring(0, 99), '0', "644", "content", "");
    unpack();
    assertThat(target.resolve(name)).hasContent("content");
  }

  @Test
  void refuses_a_name_outside() throws IOException {
    add("../escaped", '0', "644", "content", "");
    assertThatThrownBy(this::unpack)
        .hasMessage("the archive holds a name that leaves it: ../escaped");
  }

  @Test
  void says_when_the_archive_was_cut() throws IOException {
    add("file", '0', "644", "x".repeat(1000), "");
    byte[] cut = Arrays.copyOf(archive.toByteArray(), 700);
    assertThatThrownBy(() -> Tar.unpack(new ByteArrayInputStream(cut), target))
        .hasMessage("the archive ends within file");
  }

  private void unpack() throws IOException {
    archive.write(new byte[1024]);
    Tar.unpack(new ByteArrayInputStream(archive.toByteArray()), target);
  }

  private void add(String name, char type, String mode, String content, String link)
      throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, mode);
    put(header, 124, Integer.toOctalString(bytes.length));
    header[156] = (byte) type;
    put(header, 157, link);
    archive.write(header);
    archive.write(bytes);
    archive.write(new byte[(512 - bytes.length % 512) % 512]);
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
