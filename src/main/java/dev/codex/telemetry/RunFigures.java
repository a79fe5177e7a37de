package dev.codex.telemetry;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.Plan;
import dev.codex.migration.SchemaState;
import dev.codex.runtime.Progress;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a run did and how it left the schema, in figures by the names that {@code /metrics} has for them. */
final class RunFigures implements Progress {
  private static final List<Double> SECONDS = List.of(0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3600.0);
  private static final AttributeKey<String> VERSION = AttributeKey.stringKey("version");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

  private final DoubleHistogram migrations;
  private final DoubleHistogram lockWaits;
  private final DoubleHistogram runs;
  private volatile @Nullable Seen seen;
  private long begun;
  private long waitingSince;

  /** How the schema stands as far as the run knows; null where nothing is known yet. */
  private record Seen(@Nullable String version, int applied, int pending, int failed) {
    static Seen of(SchemaState state) {
      return new Seen(state.version(), state.applied(), state.pending(), 0);
    }

    Seen withOneMore(@Nullable String highest) {
      return new Seen(highest == null ? version : highest, applied + 1, pending - 1, failed);
    }

    Seen withFailure() {
      return new Seen(version, applied, pending, failed + 1);
    }
  }

  RunFigures(Meter meter) {
    migrations = seconds(meter, "codex.migration", "How long the scripts took that were applied");
    lockWaits = seconds(meter, "codex.lock.wait", "How long was waited for the migration lock");
    runs = seconds(meter, "codex.run", "How long runs took, by their outcome: done or failed");
    gauge(
        meter,
        "codex.migrations.applied",
        "Migrations of this build that are applied",
        Seen::applied);
    gauge(
        meter,
        "codex.migrations.pending",
        "Migrations of this build that are not applied",
        Seen::pending);
    gauge(
        meter,
        "codex.migrations.failed",
        "Migrations that have failed in the last run",
        Seen::failed);
    observe(
        meter,
        "codex.schema.version",
        "The highest version that is applied, as a label",
        (measurement, now) -> measurement.record(
            1, Attributes.of(VERSION, Objects.requireNonNullElse(now.version(), ""))));
  }

  private static DoubleHistogram seconds(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(SECONDS)
        .build();
  }

  private void gauge(Meter meter, String name, String description, ToLongFunction<Seen> value) {
    observe(
        meter, name, description, (measurement, now) -> measurement.record(value.applyAsLong(now)));
  }

  private void observe(
      Meter meter,
      String name,
      String description,
      BiConsumer<ObservableLongMeasurement, Seen> record) {
    Object unused = meter
        .gaugeBuilder(name)
        .ofLongs()
        .setDescription(description)
        .buildWithCallback(measurement -> {
          Seen now = seen;
          if (now != null) {
            record.accept(measurement, now);
          }
        });
  }

  @Override
  public void begun() {
    begun = System.nanoTime();
    waitingSince = 0;
  }

  @Override
  public void waitingForLock(String holder) {
    waitingSince = waitingSince == 0 ? System.nanoTime() : waitingSince;
  }

  @Override
  public void planned(Plan plan) {
    if (waitingSince != 0) {
      lockWaits.record(secondsSince(waitingSince));
      waitingSince = 0;
    }
    seen = Seen.of(plan.state());
  }

  @Override
  public void finished(Migration migration, Duration execution) {
    migrations.record(execution.toNanos() / 1e9);
    Seen before = seen;
    if (before != null) {
      seen = before.withOneMore(
          migration.version() == null ? null : String.valueOf(migration.version()));
    }
  }

  @Override
  public void failed(Migration migration, Throwable failure) {
    Seen before = seen;
    if (before != null && failure instanceof CodexException.MigrationFailed) {
      seen = before.withFailure();
    }
  }

  @Override
  public void ended(AsyncResult<MigrationReport> outcome) {
    if (outcome.succeeded()) {
      seen = Seen.of(outcome.result().state());
    }
    runs.record(
        secondsSince(begun), Attributes.of(OUTCOME, outcome.succeeded() ? "done" : "failed"));
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
