package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import java.util.LinkedHashSet;
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
      take(invalid);
    }
  }

  /** Takes what a constructor objects to as one more fault, and goes on with the fallback. */
  <T> T attempt(Supplier<T> construction, T fallback) {
    try {
      return construction.get();
    } catch (ConfigurationInvalid invalid) {
      take(invalid);
      return fallback;
    }
  }

  void throwIfAny() {
    if (!sentences.isEmpty()) {
      throw new ConfigurationInvalid(String.join("\n", sentences), "");
    }
  }

  private void take(ConfigurationInvalid invalid) {
    sentences.addAll(String.valueOf(invalid.getMessage()).lines().toList());
  }
}
