package dev.codex.config;

import java.time.Duration;

/**
 * How to be the only one that migrates, and how not to hold up those who use the database meanwhile.
 *
 * @param timeout how long to wait for another process to end
 * @param statementTimeout how long a statement of a script may wait for a lock of the application; zero for no limit
 * @param statementBudget for how long a script is tried again that did not get its locks
 */
public record LockConfig(Duration timeout, Duration statementTimeout, Duration statementBudget) {
  static LockConfig of(Settings settings) {
    return new LockConfig(
        settings.get(ConfigKeys.LOCK_TIMEOUT),
        settings.get(ConfigKeys.STATEMENT_TIMEOUT),
        settings.get(ConfigKeys.STATEMENT_BUDGET));
  }
}
