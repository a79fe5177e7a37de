package dev.codex.config;

import java.util.Map;

/**
 * What stands for the placeholders of scripts.
 *
 * @param replacement in which scripts they are looked for
 * @param prefix what each begins with
 * @param suffix what each ends with
 * @param values the values, by names in lower case
 */
public record PlaceholderConfig(
    Replacement replacement, String prefix, String suffix, Map<String, Secret> values) {
  static final PlaceholderConfig DEFAULT =
      new PlaceholderConfig(Replacement.AUTO, "${", "}", Map.of());

  /** In which scripts placeholders are looked for. */
  public enum Replacement {
    /** In those of formats that have placeholders. */
    AUTO,
    TRUE,
    FALSE
  }

  /**
   * @throws dev.codex.migration.CodexException.ConfigurationInvalid if the prefix or the suffix is empty
   */
  public PlaceholderConfig {
    values = Map.copyOf(values);
    Faults faults = new Faults();
    faults.addIf(
        prefix.isEmpty() || suffix.isEmpty(),
        "a placeholder would begin or end with nothing",
        "set migrations.placeholder_prefix and migrations.placeholder_suffix, such as ${ and }");
    faults.throwIfAny();
  }

  static PlaceholderConfig of(Settings settings) {
    return new PlaceholderConfig(
        settings.get(ConfigKeys.PLACEHOLDER_REPLACEMENT),
        settings.get(ConfigKeys.PLACEHOLDER_PREFIX),
        settings.get(ConfigKeys.PLACEHOLDER_SUFFIX),
        settings.get(ConfigKeys.PLACEHOLDERS));
  }
}
