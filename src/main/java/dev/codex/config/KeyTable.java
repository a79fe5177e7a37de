package dev.codex.config;

import dev.codex.config.ConfigKey.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps keys in the order in which they are declared, so that none is declared and forgotten. */
final class KeyTable {
  private final List<ConfigKey<?>> keys = new ArrayList<>();

  <T> ConfigKey<T> key(
      String path,
      ValueType<T> type,
      @Nullable String defaultText,
      @Nullable String alias,
      Level level,
      String doc) {
    ConfigKey<T> key = new ConfigKey<>(path, type, defaultText, alias, level, doc);
    keys.add(key);
    return key;
  }

  List<ConfigKey<?>> keys() {
    return List.copyOf(keys);
  }
}
