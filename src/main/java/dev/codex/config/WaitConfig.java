package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import java.time.Duration;

/**
 * How to wait until others have migrated.
 *
 * @param timeout how long in all
 * @param interval how often to look
 */
public record WaitConfig(Duration timeout, Duration interval) {
  /**
   * @throws ConfigurationInvalid if the interval would be a busy loop
   */
  public WaitConfig {
    if (interval.toMillis() < 10) {
      throw new ConfigurationInvalid(
          "wait.interval is " + interval.toMillis() + " ms", "10 ms is the least");
    }
  }

  static WaitConfig of(Settings settings) {
    return new WaitConfig(
        settings.get(ConfigKeys.WAIT_TIMEOUT), settings.get(ConfigKeys.WAIT_INTERVAL));
  }
}
