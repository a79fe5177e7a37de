package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Gathers everything that is wrong with a configuration, so that it is told at once. */
final class Faults {
  private final Set<String> sentences = new LinkedHashSet<>();

  void add(String fact, String advice) {
    sentences.add(fact + "; " + advice);
  }

  void addIf(boolean wrong, String fact, String advice) {
    if (wrong) {
      add(fact, advice);
    }
  }

  /** Takes what an action objects to as one more fault. */
  void check(Runnable action) {
    try {
      action.run();
    } catch (ConfigurationInvalid invalid) {
      sentences.addAll(invalid.getMessage().lines().toList());
    }
  }

  /** Takes what a constructor objects to as one more fault, and goes on with the fallback. */
  <T> T attempt(Supplier<T> construction, T fallback) {
    try {
      return construction.get();
    } catch (ConfigurationInvalid invalid) {
      sentences.addAll(invalid.getMessage().lines().toList());
      return fallback;
    }
  }

  void throwIfAny() {
    if (!sentences.isEmpty()) {
      List<String> all = new ArrayList<>(sentences);
      throw new ConfigurationInvalid(String.join("\n", all), "");
    }
  }
}
