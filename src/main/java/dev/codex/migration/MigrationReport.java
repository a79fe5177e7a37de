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
}
