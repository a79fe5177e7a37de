package dev.codex.faults;

import dev.codex.config.CodexConfig;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.SchemaState;
import dev.codex.runtime.SchemaWaiter;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets the work of a case be done over its wire, and that of whoever works beside it over one of its own. */
final class HarmedRun {
  private final Vertx vertx;
  private final Case one;
  private final Workload workload;
  private final TestDatabase database;
  private final FaultProxy proxy;
  private final Duration patience;

  HarmedRun(Vertx vertx, Case one, TestDatabase database, FaultProxy proxy, Duration patience) {
    this.vertx = vertx;
    this.one = one;
    this.workload = one.workload();
    this.database = database;
    this.proxy = proxy;
    this.patience = patience;
  }

  /** The end of the one whose wire is harmed, and that of the other one if there is one. */
  List<End> ends() {
    proxy.harm(one::harmAt);
    CodexConfig config = workload.harmed(database, proxy, one.isDeath());
    return workload.worker().isWaiter() ? waited(config) : migrated(config);
  }

  private List<End> migrated(CodexConfig config) {
    Promise<MigrationReport> rival = Promise.promise();
    if (workload.hasRival()) {
      AtomicBoolean begun = new AtomicBoolean();
      proxy.onHarm(() -> {
        if (!begun.getAndSet(true)) {
          unharmed().onComplete(rival);
        }
        if (workload.rival() == Workload.Rival.BEFORE) {
          End.of(rival.future(), patience);
        }
      });
    }
    Bug.at(database, workload.scripts());
    List<End> ends = new ArrayList<>();
    ends.add(End.of(workload.worker().migrator(vertx, config).migrate(), patience));
    if (workload.hasRival() && !proxy.done().isEmpty()) {
      ends.add(End.of(rival.future(), patience));
    }
    return ends;
  }

  /** The migrator begins when the waiter listens, or was kept from that. */
  private List<End> waited(CodexConfig config) {
    Promise<MigrationReport> migrator = Promise.promise();
    Promise<Void> begin = Promise.promise();
    begin.future().onSuccess(begun -> unharmed().onComplete(migrator));
    proxy.onHarm(begin::tryComplete);
    proxy.harm(frame -> {
      if (frame.query().startsWith("listen")) {
        begin.tryComplete();
      }
      return one.harmAt(frame);
    });
    End waited = End.of(SchemaWaiter.create(vertx, config).awaitReady(), patience);
    End checked = waited.isGood() ? notTooEarly(waited) : waited;
    begin.tryComplete();
    return List.of(checked, End.of(migrator.future(), patience));
  }

  private End notTooEarly(End waited) {
    long applied = database.<Long>value("select count(*) from public.codex_schema_history");
    int claimed = ((SchemaState) waited.answer()).applied();
    return applied == claimed
        ? waited
        : new End(
            null, new AssertionError("ready when " + applied + " of " + claimed + " were there"));
  }

  private Future<MigrationReport> unharmed() {
    return workload.worker().migrator(vertx, workload.direct(database)).migrate();
  }
}
