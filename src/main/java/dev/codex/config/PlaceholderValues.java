package dev.codex.config;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the values of placeholders, whose names nobody but the scripts knows. Names are alike in either case. */
final class PlaceholderValues {
  private static final String[] VARIABLES = {
    "CODEX_MIGRATIONS_PLACEHOLDERS_", "CODEX_MIGRATIONS__PLACEHOLDERS__"
  };

  private PlaceholderValues() {}

  static String name(String written) {
    return written.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether a variable is the value of one placeholder. */
  static boolean isVariable(String variable) {
    return nameIn(variable).isPresent();
  }

  private static Optional<String> nameIn(String variable) {
    for (String prefix : VARIABLES) {
      if (variable.startsWith(prefix) && variable.length() > prefix.length()) {
        return Optional.of(name(variable.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  /** The values that have a variable each, by variable. */
  static Map<String, Map<String, Secret>> ofVariables(Map<String, String> variables) {
    Map<String, Map<String, Secret>> found = new TreeMap<>();
    variables.forEach((variable, value) ->
        nameIn(variable).ifPresent(name -> found.put(variable, Map.of(name, Secret.of(value)))));
    return found;
  }

  static Map<String, Secret> parse(String text) {
    Map<String, Secret> values = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      int equals = pair.indexOf('=');
      if (equals <= 0 && !pair.isBlank()) {
        throw new IllegalArgumentException("no name before the value");
      }
      if (equals > 0) {
        values.put(
            name(pair.substring(0, equals)),
            Secret.of(pair.substring(equals + 1).strip()));
      }
    }
    return values;
  }

  /** Those of a section; empty if something is wrong with one of them. */
  static Optional<Map<String, Secret>> of(JsonObject section, Source source, Faults faults) {
    Map<String, Secret> values = new LinkedHashMap<>();
    int wrong = 0;
    for (Map.Entry<String, Object> entry : section) {
      String path = "migrations.placeholders." + entry.getKey() + " in " + source;
      if (!(entry.getValue() instanceof String text)) {
        faults.add(path + " is no text", "put the value in quotes");
        wrong++;
      } else if (values.put(name(entry.getKey()), Secret.of(text)) != null) {
        faults.add(path + " is there twice, in another case", "keep one of the two");
        wrong++;
      }
    }
    return wrong == 0 ? Optional.of(values) : Optional.empty();
  }

  /** Both together; where both have a name, the first one counts. */
  @SuppressWarnings("unchecked")
  static Setting merge(Setting first, Setting next) {
    Map<String, Secret> all = new LinkedHashMap<>();
    for (Setting setting : new Setting[] {next, first}) {
      if (setting.value() != null) {
        all.putAll((Map<String, Secret>) setting.value());
      }
    }
    return new Setting(first.key(), all, first.source());
  }
}
