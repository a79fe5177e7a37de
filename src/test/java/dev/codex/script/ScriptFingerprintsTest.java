package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.MigrationSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other tools' checksums, held against what the tools themselves recorded. */
final class ScriptFingerprintsTest {
  @TempDir
  private Path directory;

  private Set<String> fingerprints(ScriptFormat tool, String name, String text) {
    try {
      Files.createDirectories(directory.resolve(name).getParent());
      Files.writeString(directory.resolve(name), text);
      MigrationSet set =
          Locations.read(List.of(directory.toString()), tool, getClass().getClassLoader());
      assertThat(set.problems()).isEmpty();
      return ScriptFingerprints.of(tool, set).values().stream().findFirst().orElse(Set.of());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'SELECT 1;\\nSELECT 2;\\n', -1665099012",
    "'SELECT 1;\\r\\nSELECT 2;', -1665099012",
    "'SELECT 1;\\rSELECT 2;', -1665099012",
    "'\\uFEFFSELECT 1;\\nSELECT 2;\\n', -1665099012",
    "'SELECT 1;SELECT 2;', -1665099012",
    "'SELECT 1; \\nSELECT 2;\\n', -1320587121",
    "'create table PERSON (\\n    ID int not null,\\n    NAME varchar(100) not null\\n);\\n', 1715188512",
    "'CREATE INDEX CONCURRENTLY i ON person(id);\\n', -920852461",
    "'SELECT ''é\\u2028x'';\\n', 1819025020",
    "'', 0"
  })
  void flyway_takes_CRC32_over_the_lines(String escaped, String checksum) {
    String text =
        escaped.replace("\\uFEFF", "\uFEFF").replace("\\u2028", "\u2028").translateEscapes();
    assertThat(fingerprints(ScriptFormat.FLYWAY, "V1__a.sql", text)).containsExactly(checksum);
  }

  @Test
  void prisma_hashes_the_bytes_whatever_the_line_ends_were() {
    Set<String> lf = fingerprints(ScriptFormat.PRISMA, "20240131_a/migration.sql", "a;\nb;\n");
    Set<String> mixed = fingerprints(ScriptFormat.PRISMA, "20240131_a/migration.sql", "a;\r\nb;\n");
    assertThat(lf).hasSize(2).contains(hex("SHA-256", "a;\nb;\n"), hex("SHA-256", "a;\r\nb;\r\n"));
    assertThat(mixed).hasSize(3).containsAll(lf).contains(hex("SHA-256", "a;\r\nb;\n"));
    assertThat(fingerprints(ScriptFormat.PRISMA, "20240131_a/migration.sql", "a\rb\r"))
        .containsExactly(hex("SHA-256", "a\rb\r"));
  }

  @Test
  void sqlx_hashes_the_bytes_with_another_algorithm_and_goose_none() {
    assertThat(fingerprints(ScriptFormat.SQLX, "1_a.sql", "select 1;"))
        .containsExactly(hex("SHA-384", "select 1;"));
    assertThat(fingerprints(ScriptFormat.GOOSE, "1_a.sql", "-- +goose Up\nselect 1;"))
        .isEmpty();
  }

  private static String hex(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** By Rust's own hasher. */
  @ParameterizedTest
  @CsvSource({
    "V1__create_books.sql, 'create table book (id int);\n', 18105906100184208371, 7778741257581321400",
    "U2__more.sql, 'select ''é'';', 14887172522869163284, 2870864002214019267"
  })
  void refinery_hashes_title_number_and_text(String name, String text, String narrow, String wide) {
    assertThat(fingerprints(ScriptFormat.REFINERY, name, text)).contains(narrow, wide);
  }
}
