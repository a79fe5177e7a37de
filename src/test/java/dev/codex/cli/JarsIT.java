package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is in the jars, and what must not be. */
final class JarsIT {
  private static List<String> entries(String jar) throws IOException {
    try (ZipFile zip = new ZipFile(CodexProcess.FAT_JAR.resolveSibling(jar).toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void the_program_holds_no_database_server_and_no_JDBC_driver() throws IOException {
    assertThat(entries("codex-fat.jar"))
        .contains(
            "dev/codex/cli/Main.class",
            "picocli/CommandLine.class",
            "io/vertx/pgclient/PgConnection.class")
        .noneMatch(name -> name.startsWith("org/postgresql/")
            || name.startsWith("org/tukaani/")
            || name.startsWith("dev/codex/embedded/")
            || name.contains("zonky"))
        .noneMatch(name -> name.matches("(?i).*(\\.t?xz|bin/postgres|initdb|libpq).*"));
  }

  @Test
  void the_server_is_in_a_jar_of_its_own() throws IOException {
    assertThat(entries("codex-embedded.jar"))
        .contains(
            "dev/codex/embedded/ZonkyDatabase.class",
            "META-INF/services/dev.codex.cli.EmbeddedDatabase")
        .anyMatch(name -> name.endsWith(".txz"))
        .noneMatch(name -> name.startsWith("io/vertx/") || name.startsWith("dev/codex/cli/"));
  }

  @Test
  void what_an_application_embeds_is_Codex_alone() throws IOException {
    String version = System.getProperty("codex.version", "0.1.0");
    assertThat(entries("codex-" + version + ".jar"))
        .contains("dev/codex/runtime/Migrator.class")
        .allMatch(name -> name.startsWith("dev/") || name.startsWith("META-INF/"))
        .noneMatch(name -> name.startsWith("dev/codex/embedded/"));
  }

  @Test
  void no_dependency_is_left_out_of_the_program() {
    Path elsewhere = CodexProcess.FAT_JAR;
    assertThat(elsewhere).exists();
    CodexProcess.start(java.util.Map.of(), "--version").end().withCode(0);
  }

  @Test
  void what_is_in_the_program_is_listed_for_scanners() throws IOException {
    String listed = Files.readString(CodexProcess.FAT_JAR.resolveSibling("codex-sbom.json"));
    JsonObject sbom = new JsonObject(listed);
    assertThat(sbom.getString("bomFormat")).isEqualTo("CycloneDX");
    assertThat(listed).contains("pkg:maven/io.vertx/vertx-pg-client@").doesNotContain("junit");
  }
}
