package dev.codex.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.config.CodexConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** An index on the class path, in a jar or in a directory. */
final class IndexOnClassPathTest extends IndexedDirectory {
  @Test
  void a_jar_has_an_index_that_was_packed_with_the_scripts() throws IOException {
    indexed().write();
    assertThat(ofJar("whole.jar").vouched()).contains(directory.read().summary());
    assertThat(ofJar("whole.jar").problems()).isEmpty();
    assertThatThrownBy(() -> ofJar("whole.jar").write()).hasMessageContaining("on the class path");
    swap(NAME, "b", "x");
    assertThat(ofJar("stale.jar").vouched())
        .as("a jar lists a sum of each file")
        .isEmpty();
  }

  private IndexedScripts ofJar(String name) throws IOException {
    Path jar = root.resolve(name);
    if (Files.notExists(jar)) {
      try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
        for (String path :
            List.of("", "V1__a.sql", NAME, "more/", "more/R__c.sql", ScriptIndex.NAME)) {
          output.putNextEntry(new ZipEntry("db/" + path));
          output.write(
              path.endsWith("/") || path.isEmpty() ? new byte[0] : Files.readAllBytes(file(path)));
        }
      }
    }
    ClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    return new IndexedScripts(
        config(new JsonObject().put("locations", new JsonArray().add("classpath:db"))), loader);
  }

  @Test
  void a_directory_of_the_class_path_has_one_too() throws IOException {
    indexed().write();
    ClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, null);
    CodexConfig config =
        config(new JsonObject().put("locations", new JsonArray().add("classpath:migrations")));
    assertThat(new IndexedScripts(config, loader).vouched()).isPresent();
    directory.with("V3__d.sql", "select 3;\n");
    assertThat(new IndexedScripts(config, loader).vouched()).isEqualTo(Optional.empty());
    assertThat(Files.readString(file("V3__d.sql"), UTF_8)).isNotEmpty();
  }
}
