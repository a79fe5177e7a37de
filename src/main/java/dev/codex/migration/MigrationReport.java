package dev.codex.migration;

import java.time.Duration;
import java.util.ArrayList;
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

  /** A report of the same run with the migrations of an earlier part of it in front. */
  public MigrationReport after(List<Applied> earlier) {
    List<Applied> all = new ArrayList<>(earlier);
    all.addAll(applied);
    return new MigrationReport(List.copyOf(all), state, elapsed);
  }
}
