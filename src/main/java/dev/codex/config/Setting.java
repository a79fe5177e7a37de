package dev.codex.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value as it counts, and where it came from.
 *
 * @param value of the key's type, or null if the key is not set
 */
record Setting(ConfigKey<?> key, @Nullable Object value, Source source) {

  boolean isSet() {
    return value != null;
  }

  /** The value for people: as it would be written, and a secret never. */
  String shown() {
    return value == null ? "" : show(value);
  }

  private static String show(Object value) {
    if (value instanceof Duration duration) {
      return duration.toMillis() % 1000 == 0
          ? duration.toSeconds() + "s"
          : duration.toMillis() + "ms";
    }
    if (value instanceof List<?> items) {
      return items.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> masked) {
      return masked.entrySet().stream()
          .map(String::valueOf)
          .sorted()
          .collect(Collectors.joining(", "));
    }
    return value instanceof Enum<?> constant ? ValueType.word(constant) : value.toString();
  }
}
