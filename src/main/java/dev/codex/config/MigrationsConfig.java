package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import java.util.List;

/**
 * Which scripts, and what is allowed to them.
 *
 * @param locations the directories of the scripts
 * @param format whose names and markers the scripts have
 * @param schema the schema of the history
 * @param readers the roles that are granted to read the history
 * @param outOfOrder whether a script below the newest applied version is applied
 * @param ignoreMissing whether new scripts are applied although scripts of applied ones are not here
 * @param ignoreOtherHistory whether a first run goes on although another tool has applied some of the migrations
 * @param durability which commits wait for the disk
 * @param contexts the contexts of this database, by which changesets are left out; empty for all
 * @param placeholders what stands for the placeholders of scripts
 */
public record MigrationsConfig(
    List<String> locations,
    ScriptFormat format,
    String schema,
    List<String> readers,
    boolean outOfOrder,
    boolean ignoreMissing,
    boolean ignoreOtherHistory,
    Durability durability,
    List<String> contexts,
    PlaceholderConfig placeholders) {
  static final MigrationsConfig DEFAULT = new MigrationsConfig(
      List.of("migrations"),
      ScriptFormat.AUTO,
      "public",
      List.of(),
      false,
      false,
      false,
      Durability.RUN,
      List.of(),
      PlaceholderConfig.DEFAULT);

  /**
   * @throws ConfigurationInvalid if there is no location or no schema
   */
  public MigrationsConfig {
    locations = List.copyOf(locations);
    readers = List.copyOf(readers);
    contexts = List.copyOf(contexts);
    Faults faults = new Faults();
    faults.addIf(
        locations.isEmpty(),
        "migrations.locations is empty",
        "name at least one directory of scripts");
    faults.addIf(
        locations.stream().anyMatch(String::isBlank),
        "migrations.locations names an empty directory",
        "write . for this one");
    faults.addIf(
        schema.isEmpty(),
        "migrations.schema is empty",
        "name the schema of the history, such as public");
    faults.throwIfAny();
  }

  static MigrationsConfig of(Settings settings) {
    return new MigrationsConfig(
        settings.get(ConfigKeys.LOCATIONS),
        settings.get(ConfigKeys.FORMAT),
        settings.get(ConfigKeys.SCHEMA),
        settings.get(ConfigKeys.READERS),
        settings.get(ConfigKeys.OUT_OF_ORDER),
        settings.get(ConfigKeys.IGNORE_MISSING),
        settings.get(ConfigKeys.IGNORE_OTHER_HISTORY),
        settings.get(ConfigKeys.DURABILITY),
        settings.get(ConfigKeys.CONTEXTS),
        PlaceholderConfig.of(settings));
  }

  public MigrationsConfig withLocations(List<String> others) {
    return new MigrationsConfig(
        others,
        format,
        schema,
        readers,
        outOfOrder,
        ignoreMissing,
        ignoreOtherHistory,
        durability,
        contexts,
        placeholders);
  }

  public MigrationsConfig withFormat(ScriptFormat other) {
    return new MigrationsConfig(
        locations,
        other,
        schema,
        readers,
        outOfOrder,
        ignoreMissing,
        ignoreOtherHistory,
        durability,
        contexts,
        placeholders);
  }
}
