package dev.codex.config;

import java.time.Duration;

/**
 * How to be the only one that migrates.
 *
 * @param timeout how long to wait for another process to end
 */
public record LockConfig(Duration timeout) {
  static LockConfig of(Settings settings) {
    return new LockConfig(settings.get(ConfigKeys.LOCK_TIMEOUT));
  }
}
