package dev.codex.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that count, key by key: the first source that names a key decides it. */
final class Settings {
  private final Map<ConfigKey<?>, Setting> chosen = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param layers the sources, the one that counts most first
   */
  static Settings of(List<Layer> layers) {
    Settings settings = new Settings();
    for (ConfigKey<?> key : ConfigKeys.all()) {
      Setting setting = layers.stream()
          .flatMap(layer -> layer.find(key).stream())
          .reduce((first, next) -> key.type().equals(ValueType.PLACEHOLDERS)
              ? PlaceholderValues.merge(first, next)
              : first)
          .orElseGet(() -> byDefault(key));
      settings.chosen.put(key, setting);
    }
    return settings;
  }

  private static Setting byDefault(ConfigKey<?> key) {
    String text = key.defaultText();
    return new Setting(key, text == null ? null : key.type().parse(text), Source.DEFAULT);
  }

  /** The value of a key that has a default. */
  <T> T get(ConfigKey<T> key) {
    T value = valueOf(key);
    if (value == null) {
      throw new IllegalArgumentException(key.path() + " has no default");
    }
    return value;
  }

  /** The value of a text key, empty if it is not set. */
  String text(ConfigKey<String> key) {
    String value = valueOf(key);
    return value == null ? "" : value;
  }

  /** The value of a key, null if it is not set. */
  @SuppressWarnings("unchecked")
  <T> @Nullable T valueOf(ConfigKey<T> key) {
    return (T) setting(key).value();
  }

  Setting setting(ConfigKey<?> key) {
    return Optional.ofNullable(chosen.get(key)).orElseThrow();
  }

  Source source(ConfigKey<?> key) {
    return setting(key).source();
  }

  boolean isSet(ConfigKey<?> key) {
    return setting(key).isSet();
  }

  /** Sets a key to what another one says about it. */
  void replace(ConfigKey<?> key, @Nullable Object value, Source source) {
    chosen.put(key, new Setting(key, value, source));
  }

  /** Puts a key back to its default, since another one makes it void. */
  void reset(ConfigKey<?> key, Source source) {
    replace(key, byDefault(key).value(), source);
  }

  void warn(String sentence) {
    warnings.add(sentence);
  }

  void warnAll(List<String> sentences) {
    warnings.addAll(sentences);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<Setting> all() {
    return List.copyOf(chosen.values());
  }
}
