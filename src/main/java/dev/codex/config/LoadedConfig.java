package dev.codex.config;

import java.util.List;
import java.util.Optional;

/**
 * The configuration of the program, and how it came about.
 *
 * @param config the values
 * @param entries every key with its effective value and its source, for {@code codex config check}
 * @param warnings what is allowed, and a reason for concern
 */
public record LoadedConfig(CodexConfig config, List<Entry> entries, List<String> warnings) {
  public LoadedConfig {
    entries = List.copyOf(entries);
    warnings = List.copyOf(warnings);
  }

  /**
   * A key as it counts.
   *
   * @param path where it stands in the YAML file, with dots
   * @param value its value as it would be written, a secret masked; empty if it is not set
   * @param source the variable, the file, the command line, or default
   */
  public record Entry(String path, String value, String source) {}

  /** The value of a key that only the program itself uses, if it is set. */
  public Optional<String> value(String path) {
    return entries.stream()
        .filter(entry -> entry.path().equals(path) && !entry.value().isEmpty())
        .map(Entry::value)
        .findFirst();
  }

  static LoadedConfig of(CodexConfig config, Settings settings) {
    List<Entry> entries = settings.all().stream()
        .map(setting ->
            new Entry(setting.key().path(), setting.shown(), setting.source().name()))
        .toList();
    return new LoadedConfig(config, entries, settings.warnings());
  }
}
