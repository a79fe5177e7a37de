package dev.codex.config;

/**
 * What {@code serve} does about migrations before it serves.
 *
 * @param skipMigrations apply nothing, and fail if migrations are not complete
 * @param awaitMigrations apply nothing, and wait until migrations are complete
 * @param exitAfterMigration end when the schema is ready
 */
public record ServeConfig(
    boolean skipMigrations, boolean awaitMigrations, boolean exitAfterMigration) {
  static ServeConfig of(Settings settings) {
    return new ServeConfig(
        settings.get(ConfigKeys.SKIP_MIGRATIONS),
        settings.get(ConfigKeys.WAIT),
        settings.get(ConfigKeys.EXIT_AFTER_MIGRATION));
  }
}
