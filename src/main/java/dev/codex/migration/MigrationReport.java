package dev.codex.migration;

import java.time.Duration;
import java.util.List;

/**
 * What a run did.
 *
 * @param applied what it applied, in order
 * @param state how the schema stood afterwards
 * @param elapsed how long the run took, waiting included
 */
public record MigrationReport(List<Applied> applied, SchemaState state, Duration elapsed) {
  /** One migration that the run applied, and how long its script took. */
  public record Applied(Migration migration, Duration execution) {}

  /** How many, as the end of a sentence: {@code 2 migrations were applied}. */
  public static String count(List<Applied> applied) {
    return switch (applied.size()) {
      case 0 -> "nothing was applied";
      case 1 -> "1 migration was applied";
      default -> applied.size() + " migrations were applied";
    };
  }
}
