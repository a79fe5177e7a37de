package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
final class ConfigLoaderTest {
  @TempDir
  Path directory;

  @Test
  void the_example_file_is_read(Vertx vertx) throws Exception {
    LoadedConfig loaded =
        load(vertx, "conf/codex.yaml", Map.of("CODEX_DATABASE_POSTGRES_HOST", "postgres"));
    assertThat(loaded.config().database().describe())
        .isEqualTo("database codex on postgres:5432 as codex"
            + " (host from CODEX_DATABASE_POSTGRES_HOST, database from conf/codex.yaml)");
    assertThat(loaded.entries()).hasSize(ConfigKeys.all().size());
  }

  @Test
  void without_a_file_there_are_variables_and_defaults(Vertx vertx) throws Exception {
    assertThat(load(vertx, null, Map.of("PATH", "/bin")).config())
        .isEqualTo(CodexConfig.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n"})
  void an_empty_file_is_every_default(String text, Vertx vertx) throws Exception {
    assertThat(load(vertx, write(text), Map.of()).config()).isEqualTo(CodexConfig.defaults());
  }

  @Test
  void a_file_that_is_not_there_is_refused(Vertx vertx) {
    assertThatThrownBy(() -> load(vertx, directory + "/none.yaml", Map.of()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessage(
            "the file " + directory + "/none.yaml of --config does not exist; check the path");
  }

  @Test
  void a_directory_is_refused(Vertx vertx) {
    assertThatThrownBy(() -> load(vertx, directory.toString(), Map.of()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("the file " + directory + " of --config cannot be read");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      wait:\\n  timeout: 3\\n interval: 4                      | :3:2: this is not YAML
      database:\\n  postgres:\\n    password: @canary          | :3:15: this is not YAML (found character '@'
      database:\\n  postgres:\\n    password: *canary          | :3:15: this is not YAML; put a value
      database:\\n  postgres:\\n    password: !canary x        | :3:15: this is not YAML; put a value
      database:\\n  postgres:\\n    password: "canary\\n       | this is not YAML
      database:\\n  postgres:\\n    password: canary: x        | :3:21: this is not YAML (mapping values are not allowed here)
      database:\\n\\tpostgres: {}                              | :2:1: this is not YAML (found character '\\t(TAB)'
      """)
  void broken_yaml_is_refused_with_line_and_column_and_no_secret(
      String text, String message, Vertx vertx) throws IOException {
    String file = write(text.replace("\\n", "\n").replace("\\t", "\t"));
    assertThatThrownBy(() -> load(vertx, file, Map.of()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(file)
        .hasMessageContaining(message)
        .hasMessageNotContaining("canary")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "- canary", "3", "~: canary"})
  void yaml_without_keys_is_refused(String text, Vertx vertx) throws IOException {
    String file = write(text);
    assertThatThrownBy(() -> load(vertx, file, Map.of()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(file)
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      release: 2024-05-01                          | release in
      release: 0123                                | release in
      5: x                                         | the key 5
      migrations: {readers: [a, 5]}                | migrations.readers in
      database: {postgres: {password: 12345}}      | database.postgres.password in
      """)
  void what_yaml_does_not_read_as_text_has_to_be_quoted(String text, String message, Vertx vertx)
      throws IOException {
    String file = write(text);
    assertThatThrownBy(() -> load(vertx, file, Map.of()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file);
  }

  @Test
  void a_load_leaves_nothing_running(Vertx vertx) throws Exception {
    assertThat(load(vertx, "conf/codex.yaml", Map.of()).warnings()).isEmpty();
    // Vert.x numbers its timers: without one between, two in a row have neighbouring numbers
    long before = vertx.setTimer(1, fired -> {});
    assertThat(load(vertx, "conf/codex.yaml", Map.of()).warnings()).isEmpty();
    assertThat(vertx.setTimer(1, fired -> {})).isEqualTo(before + 1);
  }

  private static LoadedConfig load(Vertx vertx, String file, Map<String, String> environment)
      throws Exception {
    return ConfigLoader.create(vertx, environment).load(file, Map.of()).await(10, TimeUnit.SECONDS);
  }

  private String write(String text) throws IOException {
    return Files.writeString(directory.resolve("codex.yaml"), text).toString();
  }
}
