package dev.codex.http;

import dev.codex.migration.AppliedMigration;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import dev.codex.migration.SchemaState;
import dev.codex.runtime.SchemaView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The metrics in a registry of Micrometer. Gauges are read from memory when somebody scrapes. */
final class PrometheusMetrics implements SchemaMetrics {
  private final PrometheusMeterRegistry registry;
  private final LiveSchema live;
  private final List<Meter> meters = new ArrayList<>();
  private final Timer migrations;
  private final Timer lockWaits;
  private final Counter polls;
  private final Counter flips;
  private @Nullable Gauge version;
  private long waitingSince;
  private boolean wasReady = true;

  private PrometheusMetrics(LiveSchema live, PrometheusMeterRegistry registry) {
    this.live = live;
    this.registry = registry;
    migrations = kept(Timer.builder("codex.migration")
        .description("How long the scripts took that this process has applied")
        .register(registry));
    lockWaits = kept(Timer.builder("codex.lock.wait")
        .description("How long this process has waited for the migration lock")
        .register(registry));
    polls = kept(Counter.builder("codex.waiter.polls")
        .description("How often the database was looked at")
        .register(registry));
    flips = kept(Counter.builder("codex.readiness.flips")
        .description("How often ready has become not ready, or the other way round")
        .register(registry));
    gauges();
  }

  /** @param vertxMayBeMeasured whether the library is there with which it would be */
  static PrometheusMetrics of(LiveSchema live, boolean vertxMayBeMeasured) {
    Optional<PrometheusMeterRegistry> ofVertx =
        vertxMayBeMeasured ? VertxRegistry.find() : Optional.empty();
    return new PrometheusMetrics(
        live, ofVertx.orElseGet(() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
  }

  private <M extends Meter> M kept(M meter) {
    meters.add(meter);
    return meter;
  }

  private void gauges() {
    gauge(
        "codex.ready",
        "Whether the schema is what this build needs",
        known -> known.health().health() == SchemaHealth.READY ? 1 : 0);
    gauge(
        "codex.database.reachable",
        "Whether the database has answered last",
        known -> known.isReachable() ? 1 : 0);
    gauge(
        "codex.migrations.applied",
        "Migrations of this build that are applied",
        known -> ofState(known, SchemaState::applied));
    gauge(
        "codex.migrations.pending",
        "Migrations of this build that are not applied",
        known -> ofState(known, SchemaState::pending));
    gauge(
        "codex.migrations.failed",
        "Attempts that failed and were not mended, by whomever",
        known -> ofView(known, view -> view.failures().size()));
    gauge(
        "codex.last.run.age.seconds",
        "Seconds since a migration was applied last",
        known -> ofView(known, PrometheusMetrics::age));
  }

  private void gauge(String name, String description, ToDoubleFunction<LiveSchema> value) {
    meters.add(Gauge.builder(name, live, value).description(description).register(registry));
  }

  private static double ofState(LiveSchema live, ToDoubleFunction<SchemaState> value) {
    return ofView(live, view -> value.applyAsDouble(view.plan().state()));
  }

  /** What is not known yet is no number. */
  private static double ofView(LiveSchema live, ToDoubleFunction<SchemaView> value) {
    SchemaView view = live.view();
    return view == null ? Double.NaN : value.applyAsDouble(view);
  }

  private static double age(SchemaView view) {
    List<AppliedMigration> rows = view.plan().history().rows();
    return rows.isEmpty()
        ? Double.NaN
        : Duration.between(rows.get(rows.size() - 1).installedAt(), Instant.now())
                .toMillis()
            / 1000.0;
  }

  @Override
  public void waitingForLock(String holder) {
    waitingSince = System.nanoTime();
  }

  @Override
  public void planned(Plan plan) {
    if (waitingSince != 0) {
      lockWaits.record(Duration.ofNanos(System.nanoTime() - waitingSince));
      waitingSince = 0;
    }
  }

  @Override
  public void finished(Migration migration, Duration execution) {
    migrations.record(execution);
  }

  @Override
  public void seen(SchemaView view) {
    polls.increment();
    flip();
    show(Objects.requireNonNullElse(view.plan().state().version(), ""));
  }

  /** A gauge that is always 1, for its label. */
  private void show(String highest) {
    Gauge shown = version;
    if (shown != null && highest.equals(shown.getId().getTag("version"))) {
      return;
    }
    if (shown != null) {
      registry.remove(shown);
    }
    version = Gauge.builder("codex.schema.version", () -> 1)
        .description("The highest version that is applied, as a label")
        .tag("version", highest)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void unreachable(String reason, Duration since) {
    polls.increment();
    flip();
  }

  private void flip() {
    boolean ready = live.health().health() == SchemaHealth.READY;
    if (ready != wasReady) {
      flips.increment();
    }
    wasReady = ready;
  }

  @Override
  public Optional<String> scrape() {
    return Optional.of(registry.scrape());
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
    Gauge shown = version;
    if (shown != null) {
      registry.remove(shown);
    }
  }
}
