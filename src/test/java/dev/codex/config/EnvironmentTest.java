package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentTest {
  @Test
  void no_variable_stands_for_two_keys() {
    Set<String> seen = new HashSet<>();
    assertThat(ConfigKeys.all()).allSatisfy(key -> assertThat(key.variables()).allMatch(seen::add));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CODEX_DATABASE_POSTGRES_DATABASE_NAME", "CODEX_DATABASE__POSTGRES__DATABASE_NAME"
      })
  void a_variable_has_one_or_two_underscores_between_the_levels(String name) {
    assertThat(load(Map.of(name, "library")).database().databaseName()).isEqualTo("library");
  }

  @Test
  void a_list_has_commas_between_its_items() {
    CodexConfig config =
        load(Map.of("CODEX_MIGRATIONS_LOCATIONS", "a, b,c", "CODEX_MIGRATIONS_OUT_OF_ORDER", "1"));
    assertThat(config.migrations().locations()).containsExactly("a", "b", "c");
    assertThat(config.migrations().outOfOrder()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true,true", "True,true", "1,true", "false,false", "0,false", "'',false"})
  void the_skip_switch_takes_what_the_original_took(String text, boolean skipped) {
    assertThat(load(Map.of("CODEX_SKIP_MIGRATIONS", text)).serve().skipMigrations())
        .isEqualTo(skipped);
  }

  @Test
  void the_aliases_of_the_original_are_known() {
    CodexConfig config = load(Map.of(
        "CODEX_MIGRATION_WAIT_TIMEOUT", "60",
        "CODEX_MIGRATION_WAIT_INTERVAL", "5",
        "CODEX_EXIT_AFTER_MIGRATION", "true"));
    assertThat(config.waiting())
        .isEqualTo(new WaitConfig(Duration.ofMinutes(1), Duration.ofSeconds(5)));
    assertThat(config.serve().exitAfterMigration()).isTrue();
  }

  @Test
  void two_variables_of_one_key_must_agree() {
    assertThat(load(Map.of("CODEX_WAIT_TIMEOUT", "60", "CODEX_MIGRATION_WAIT_TIMEOUT", "1m"))
            .waiting()
            .timeout())
        .hasMinutes(1);
    assertThatThrownBy(
            () -> load(Map.of("CODEX_WAIT_TIMEOUT", "60", "CODEX_MIGRATION_WAIT_TIMEOUT", "61")))
        .hasMessageContaining("wait.timeout has two values");
  }

  @ParameterizedTest
  @CsvSource({
    "CODEX_DATABASE_HOST, did you mean CODEX_DATABASE_POSTGRES_HOST?",
    "CODEX_DATABASE_POSTGRES_PASWORD, did you mean CODEX_DATABASE_POSTGRES_PASSWORD?",
    "CODEX_DATABSE_POSTGRES_PORT, did you mean CODEX_DATABASE_POSTGRES_PORT?",
    "CODEX_SKIP_MIGRATION, did you mean CODEX_SKIP_MIGRATIONS?",
    "CODEX_HOME, list the known ones"
  })
  void an_unknown_variable_is_refused_with_the_nearest_one(String name, String advice) {
    assertThatThrownBy(() -> load(Map.of(name, "canary")))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("the variable " + name + " is not known; ")
        .hasMessageContaining(advice)
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @CsvSource({
    "CODEX_SERVICE_HOST, 10.0.0.7",
    "CODEX_HEALTH_SERVICE_HOST, 10.0.0.7",
    "CODEX_SERVICE_PORT, 8080",
    "CODEX_SERVICE_PORT_HTTP, 8080",
    "CODEX_PORT, tcp://10.0.0.7:8080",
    "CODEX_PORT_8080_TCP, tcp://10.0.0.7:8080",
    "CODEX_PORT_8080_TCP_PROTO, tcp",
    "CODEX_PORT_8080_TCP_PORT, 8080",
    "CODEX_PORT_8080_TCP_ADDR, 10.0.0.7",
    "CODEX_DNS_PORT_53_UDP, udp://10.0.0.7:53",
    "CODEX_HEALTH_PORT, tcp://10.0.0.7:9000",
    "CODEX_APPLICATION_PORT, tcp://10.0.0.7:9000"
  })
  void the_service_links_of_kubernetes_are_ignored(String name, String value) {
    assertThat(load(Map.of(name, value))).isEqualTo(CodexConfig.defaults());
  }

  @Test
  void a_mistyped_value_is_told_with_its_variable() {
    assertThatThrownBy(() -> load(Map.of("CODEX_DATABASE_POSTGRES_PORT", "54e2")))
        .hasMessage("CODEX_DATABASE_POSTGRES_PORT is '54e2'; a number from 1 to 65535 is wanted");
  }

  @Test
  void an_address_in_the_wrong_place_is_not_shown() {
    assertThatThrownBy(
            () -> load(Map.of("CODEX_DATABASE_POSTGRES_HOST", "postgres://codex:canary@db/x")))
        .hasMessageStartingWith("CODEX_DATABASE_POSTGRES_HOST is not valid; a name")
        .hasMessageNotContaining("canary");
  }

  private static CodexConfig load(Map<String, String> environment) {
    return ConfigLoader.resolve(new JsonObject(), "no file", environment, Map.of())
        .config();
  }
}
