package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrecedenceTest {
  private static final String FILE = "codex.yaml";
  private static final Map<String, String> LIBPQ = Map.of(
      "PGHOST",
      "pg",
      "PGUSER",
      "pguser",
      "PGDATABASE",
      "pgdb",
      "PGPASSWORD",
      "pgpw",
      "PGPORT",
      "7777",
      "PGSSLMODE",
      "require",
      "PGSSLROOTCERT",
      "pg.pem");
  private static final JsonObject IN_FILE = new JsonObject("""
      {"database": {"postgres": {"host": "filehost", "port": 6432, "username": "fileuser", "password": "filepw",
        "database_name": "filedb", "ssl_mode": "require"}}, "wait": {"timeout": 10, "interval": 3}}""");

  @Test
  void a_flag_counts_more_than_a_variable_and_a_variable_more_than_the_file() {
    LoadedConfig loaded =
        load(IN_FILE, Map.of("CODEX_WAIT_TIMEOUT", "20"), Map.of("wait.timeout", "30"));
    assertThat(loaded.config().waiting().timeout()).hasSeconds(30);
    assertThat(loaded.config().waiting().interval()).hasSeconds(3);
    assertThat(load(IN_FILE, Map.of("CODEX_WAIT_TIMEOUT", "20"), Map.of())
            .config()
            .waiting()
            .timeout())
        .hasSeconds(20);
    assertThat(entry(loaded, "wait.timeout"))
        .isEqualTo(new LoadedConfig.Entry("wait.timeout", "30s", "the command line"));
    assertThat(entry(loaded, "wait.interval"))
        .isEqualTo(new LoadedConfig.Entry("wait.interval", "3s", FILE));
    assertThat(entry(loaded, "lock.timeout"))
        .isEqualTo(new LoadedConfig.Entry("lock.timeout", "900s", "default"));
  }

  @Test
  void a_flag_may_be_given_several_times() {
    CodexConfig config = load(
            IN_FILE, Map.of(), Map.of("migrations.locations", List.of("a,b", "c")))
        .config();
    assertThat(config.migrations().locations()).containsExactly("a,b", "c");
  }

  @Test
  void database_url_stands_in_place_of_the_address_in_the_file() {
    DatabaseConfig database = load(
            IN_FILE, Map.of("DATABASE_URL", "postgres://u@urlhost/urldb"), Map.of())
        .config()
        .database();
    assertThat(database.describe())
        .isEqualTo("database urldb on urlhost:5432 as u (from DATABASE_URL)");
    assertThat(database.password()).isEqualTo(Secret.NONE);
    assertThat(database.sslMode()).as("not weakened").isEqualTo(SslMode.REQUIRE);
  }

  @Test
  void a_variable_of_codex_counts_more_than_database_url() {
    Map<String, String> environment = Map.of(
        "DATABASE_URL", "postgres://u@urlhost/urldb",
        "CODEX_DATABASE_POSTGRES_HOST", "host",
        "CODEX_DATABASE_POSTGRES_PASSWORD", "pw");
    DatabaseConfig database = load(IN_FILE, environment, Map.of()).config().database();
    assertThat(database.describe())
        .isEqualTo("database urldb on host:5432 as u"
            + " (host from CODEX_DATABASE_POSTGRES_HOST, database from DATABASE_URL)");
    assertThat(database.password()).isEqualTo(Secret.of("pw"));
  }

  @Test
  void the_variables_of_libpq_count_where_nothing_else_names_a_host() {
    DatabaseConfig database = load(new JsonObject(), LIBPQ, Map.of()).config().database();
    assertThat(database.describe())
        .isEqualTo(
            "database pgdb on pg:7777 as pguser (host from PGHOST, database from PGDATABASE)");
    assertThat(database.password()).isEqualTo(Secret.of("pgpw"));
    assertThat(database.sslMode()).isEqualTo(SslMode.REQUIRE);
    assertThat(database.sslRootCert()).isEqualTo("pg.pem");
  }

  @Test
  void the_variables_of_libpq_do_not_count_beside_another_host() {
    assertThat(load(IN_FILE, LIBPQ, Map.of()).config())
        .isEqualTo(load(IN_FILE, Map.of(), Map.of()).config());
  }

  @Test
  void a_parameter_of_database_url_that_is_not_used_is_warned_of() {
    assertThat(load(IN_FILE, Map.of("DATABASE_URL", "postgres://u@127.0.0.1/d?options=x"), Map.of())
            .warnings())
        .containsExactly("the parameter options of DATABASE_URL is not used");
  }

  @Test
  void the_flag_for_an_embedded_server_counts_more_than_an_address_in_the_file() {
    LoadedConfig loaded = load(IN_FILE, Map.of(), Map.of("database.embedded", true));
    assertThat(loaded.config().database().embedded()).isTrue();
    assertThat(loaded.config().database().host()).isEmpty();
    assertThat(loaded.config().database().password()).isEqualTo(Secret.NONE);
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .contains("the embedded server is used");
  }

  @Test
  void an_embedded_server_needs_nothing_of_the_settings_for_a_real_one() {
    JsonObject json = new JsonObject("""
        {"database": {"postgres": {"password_file": "/not/there", "ssl_mode": "verify-full", "ssl_root_cert": "x"}}}""");
    DatabaseConfig database =
        load(json, Map.of(), Map.of("database.embedded", "true")).config().database();
    assertThat(database.sslMode()).isEqualTo(SslMode.PREFER);
    assertThat(database.sslRootCert()).isNull();
  }

  @Test
  void an_address_in_a_variable_counts_more_than_an_embedded_server_in_the_file() {
    LoadedConfig loaded = load(
        new JsonObject("{\"database\": {\"embedded\": true}}"),
        Map.of("DATABASE_URL", "postgres://u@localhost/d"),
        Map.of());
    assertThat(loaded.config().database().embedded()).isFalse();
    assertThat(loaded.config().requireDatabase().host()).isEqualTo("localhost");
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .contains("the server that is named is used");
  }

  @Test
  void an_address_and_an_embedded_server_in_one_place_are_refused() {
    JsonObject both =
        new JsonObject("{\"database\": {\"embedded\": true, \"postgres\": {\"host\": \"db\"}}}");
    assertThatThrownBy(() -> load(both, Map.of(), Map.of()))
        .hasMessage(
            "database.embedded in codex.yaml is true, and database.postgres.host in codex.yaml names a server;"
                + " keep one of the two");
  }

  @Test
  void a_password_file_is_read_without_the_line_end(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("password"), " pass word \r\n");
    LoadedConfig loaded =
        load(IN_FILE, Map.of("CODEX_DATABASE_POSTGRES_PASSWORD_FILE", file.toString()), Map.of());
    assertThat(loaded.config().database().password()).isEqualTo(Secret.of(" pass word "));
    assertThat(entry(loaded, "database.postgres.password"))
        .isEqualTo(
            new LoadedConfig.Entry("database.postgres.password", "********", file.toString()));
  }

  @Test
  void a_password_in_a_variable_counts_more_than_a_password_file_in_the_file() {
    JsonObject json =
        new JsonObject("{\"database\": {\"postgres\": {\"password_file\": \"/not/there\"}}}");
    LoadedConfig loaded = load(json, Map.of("CODEX_DATABASE_POSTGRES_PASSWORD", "pw"), Map.of());
    assertThat(loaded.config().database().password()).isEqualTo(Secret.of("pw"));
  }

  @Test
  void a_password_file_that_cannot_be_used_is_named_with_its_source(@TempDir Path directory)
      throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0});
    Map<String, String> problems = Map.of(
        "/not/there",
        "does not exist",
        empty.toString(),
        "is empty",
        directory.toString(),
        "cannot be read",
        binary.toString(),
        "is not UTF-8");
    problems.forEach((path, problem) -> assertThatThrownBy(
            () -> load(IN_FILE, Map.of("CODEX_DATABASE_POSTGRES_PASSWORD_FILE", path), Map.of()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(path + " (CODEX_DATABASE_POSTGRES_PASSWORD_FILE) " + problem));
  }

  @Test
  void a_secret_on_the_command_line_is_refused() {
    assertThatThrownBy(
            () -> load(IN_FILE, Map.of(), Map.of("database.postgres.password", "canary")))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(
            "everyone on this machine can read it; use the variable CODEX_DATABASE_POSTGRES_PASSWORD")
        .hasMessageNotContaining("canary");
  }

  @Test
  void no_secret_is_in_what_is_printed() {
    JsonObject json = new JsonObject("""
        {"database": {"migration_url": "postgres://u:canary1@db/x", "postgres": {"host": "h", "password": "canary2"}}}""");
    LoadedConfig loaded =
        load(json, Map.of("CODEX_DATABASE_POSTGRES_PASSWORD", "canary3"), Map.of());
    assertThat(loaded.toString() + loaded.config().database().forMigrator())
        .doesNotContain("canary");
    assertThat(loaded.entries().toString())
        .contains("password, value=********", "migration_url, value=********");
  }

  @Test
  void no_secret_is_in_a_refusal() {
    JsonObject json = new JsonObject("""
        {"database": {"migration_url": ["canary"], "postgres": {"password": {"canary": 1}}}, "wait": {"timeout": "x"}}""");
    assertThatThrownBy(() -> load(
            json,
            Map.of(
                "CODEX_DATABASE_POSTGRES_PASSWORD",
                "canary",
                "CODEX_DATABASE__POSTGRES__PASSWORD",
                "canary2",
                "DATABASE_URL",
                "x://canary"),
            Map.of()))
        .hasMessageContaining("database.postgres.password has two values")
        .hasMessageNotContaining("canary");
  }

  private static LoadedConfig load(
      JsonObject json, Map<String, String> environment, Map<String, ?> flags) {
    return ConfigLoader.resolve(json, FILE, environment, flags);
  }

  private static LoadedConfig.Entry entry(LoadedConfig loaded, String path) {
    return loaded.entries().stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .orElseThrow();
  }
}
