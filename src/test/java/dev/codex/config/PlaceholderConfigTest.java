package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The values of placeholders come from everywhere, name by name. */
final class PlaceholderConfigTest {
  private static Settings settings(JsonObject file, Map<String, String> variables) {
    Faults faults = new Faults();
    Settings settings = Settings.of(List.of(
        new Environment(variables, faults).ofCodex(), JsonLayer.of(file, "codex.yaml", faults)));
    faults.throwIfAny();
    return settings;
  }

  private static JsonObject file(JsonObject values) {
    return new JsonObject().put("migrations", new JsonObject().put("placeholders", values));
  }

  @Test
  void a_variable_counts_more_than_the_file_for_its_name_alone() {
    Settings settings = settings(
        file(new JsonObject().put("Schema", "app").put("owner", "me")),
        Map.of(
            "CODEX_MIGRATIONS_PLACEHOLDERS_OWNER", "you",
            "CODEX_MIGRATIONS__PLACEHOLDERS__A_B", "x=y",
            "CODEX_MIGRATIONS_PLACEHOLDERS", "c=1, d = 2"));
    assertThat(settings.get(ConfigKeys.PLACEHOLDERS))
        .isEqualTo(Map.of(
            "schema", Secret.of("app"),
            "owner", Secret.of("you"),
            "a_b", Secret.of("x=y"),
            "c", Secret.of("1"),
            "d", Secret.of("2")));
    assertThat(settings.setting(ConfigKeys.PLACEHOLDERS).shown())
        .isEqualTo("a_b=********, c=********, d=********, owner=********, schema=********");
  }

  @Test
  void what_is_no_text_or_there_twice_is_refused() {
    assertThatThrownBy(() -> settings(file(new JsonObject().put("port", 1)), Map.of()))
        .hasMessageContaining("migrations.placeholders.port in codex.yaml is no text");
    assertThatThrownBy(() -> settings(file(new JsonObject().put("a", "1").put("A", "2")), Map.of()))
        .hasMessageContaining("migrations.placeholders.A in codex.yaml is there twice");
    assertThatThrownBy(
            () -> settings(new JsonObject(), Map.of("CODEX_MIGRATIONS_PLACEHOLDERS", "s3cret")))
        .hasMessageContaining("CODEX_MIGRATIONS_PLACEHOLDERS is not valid")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () -> new PlaceholderConfig(PlaceholderConfig.Replacement.AUTO, "", "}", Map.of()))
        .hasMessageContaining("begin or end with nothing");
  }
}
