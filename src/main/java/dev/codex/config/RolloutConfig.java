package dev.codex.config;

import dev.codex.migration.Phase;

/**
 * How far a run goes while old and new builds live side by side.
 *
 * @param phase the phase up to which scripts are applied
 * @param force whether contractions are applied although sessions of builds below their floor are connected
 */
public record RolloutConfig(Phase phase, boolean force) {
  static RolloutConfig of(Settings settings) {
    return new RolloutConfig(
        settings.get(ConfigKeys.ROLLOUT_PHASE), settings.get(ConfigKeys.ROLLOUT_FORCE));
  }
}
