package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.SslMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseConfigTest {
  private static final DatabaseConfig LIBRARY =
      DatabaseConfig.of("pooler", 6432, "codex", Secret.of("canary"), "library");

  @Test
  void without_a_database_it_says_what_to_configure_and_names_embedded() {
    assertThatThrownBy(() -> CodexConfig.defaults().requireDatabase())
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageStartingWith("no database is configured; set database.postgres.host")
        .hasMessageContaining("CODEX_DATABASE_POSTGRES_HOST")
        .hasMessageContaining("DATABASE_URL")
        .hasMessageContaining("--embedded");
  }

  @Test
  void half_an_address_is_refused_with_the_half_that_is_missing() {
    assertThatThrownBy(() -> CodexConfig.defaults()
            .withDatabase(DatabaseConfig.of("db", 5432, "", Secret.NONE, ""))
            .requireDatabase())
        .hasMessageContaining(
            "database.postgres.username is not set, and the host is db (from the application)")
        .hasMessageContaining("CODEX_DATABASE_POSTGRES_USERNAME");
  }

  @Test
  void an_embedded_server_needs_no_address() {
    JsonObject json = new JsonObject("{\"database\": {\"embedded\": true}}");
    assertThat(CodexConfig.from(json).requireDatabase().embedded()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = SslMode.class,
      names = {"DISABLE", "ALLOW", "PREFER"})
  void a_wire_that_may_be_in_clear_is_warned_of(SslMode mode) {
    assertThat(LIBRARY.withSsl(mode, null).warnings())
        .singleElement()
        .asString()
        .contains("pooler may be in clear");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1", "/var/run/postgresql", ""})
  void a_wire_within_this_machine_is_not_warned_of(String host) {
    assertThat(DatabaseConfig.of(host, 5432, "u", Secret.NONE, "d").warnings()).isEmpty();
  }

  @Test
  void a_verified_wire_is_not_warned_of() {
    assertThat(LIBRARY.withSsl(SslMode.VERIFY_FULL, DatabaseConfig.SYSTEM_TRUST).warnings())
        .isEmpty();
  }

  @Test
  void the_migrator_takes_the_direct_address() {
    DatabaseConfig direct = withMigrationUrl("postgres://db:7654").forMigrator();
    assertThat(direct.describe())
        .isEqualTo("database library on db:7654 as codex (from database.migration_url)");
    assertThat(direct.password()).isEqualTo(Secret.of("canary"));
    assertThat(direct.pooler()).isEqualTo(Pooler.NONE);
  }

  @Test
  void the_port_of_the_pooler_is_not_that_of_the_direct_address() {
    assertThat(withMigrationUrl("postgres://db").forMigrator().port()).isEqualTo(5432);
  }

  @Test
  void another_role_does_not_get_the_password_of_the_first() {
    assertThat(withMigrationUrl("postgres://owner@db").forMigrator().password())
        .isEqualTo(Secret.NONE);
    assertThat(withMigrationUrl("postgres://owner:own@db").forMigrator().password())
        .isEqualTo(Secret.of("own"));
  }

  private static DatabaseConfig withMigrationUrl(String url) {
    return CodexConfig.from(new JsonObject()
            .put(
                "database",
                new JsonObject()
                    .put("pooler", "session")
                    .put("migration_url", url)
                    .put(
                        "postgres",
                        new JsonObject()
                            .put("host", "pooler")
                            .put("port", 6432)
                            .put("username", "codex")
                            .put("password", "canary")
                            .put("database_name", "library"))))
        .database();
  }
}
