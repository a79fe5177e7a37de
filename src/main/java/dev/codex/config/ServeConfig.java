package dev.codex.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code serve} does about migrations before it serves, and while it does.
 *
 * @param skipMigrations apply nothing, and fail if migrations are not complete
 * @param awaitMigrations apply nothing, and wait until migrations are complete
 * @param exitAfterMigration end when the schema is ready
 * @param poll how often a service that is up looks whether the schema is still what it needs
 * @param outageGrace how long it stays ready while the database cannot be reached; null for ever
 */
public record ServeConfig(
    boolean skipMigrations,
    boolean awaitMigrations,
    boolean exitAfterMigration,
    Duration poll,
    @Nullable Duration outageGrace) {
  static ServeConfig of(Settings settings) {
    return new ServeConfig(
        settings.get(ServeKeys.SKIP_MIGRATIONS),
        settings.get(ServeKeys.WAIT),
        settings.get(ServeKeys.EXIT_AFTER_MIGRATION),
        settings.get(ServeKeys.POLL),
        settings.valueOf(ServeKeys.OUTAGE_GRACE));
  }
}
