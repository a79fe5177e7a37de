package dev.codex.http;

import dev.codex.migration.Activity;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.Plan;
import dev.codex.migration.StatementPosition;
import dev.codex.runtime.Progress;
import io.vertx.core.AsyncResult;
import java.time.Duration;

/** Lets the health checks know how a run goes on, beside whoever is told already. */
final class ReadinessProgress implements Progress {
  private final Progress listener;
  private final SchemaReadiness readiness;

  ReadinessProgress(Progress listener, SchemaReadiness readiness) {
    this.listener = listener;
    this.readiness = readiness;
  }

  @Override
  public void begun() {
    listener.begun();
  }

  @Override
  public void waitingForLock(String holder) {
    readiness.notYet(SchemaHealth.MIGRATING);
    listener.waitingForLock(holder);
  }

  @Override
  public void planned(Plan plan) {
    readiness.notYet(SchemaHealth.MIGRATING);
    listener.planned(plan);
  }

  @Override
  public void started(Migration migration, int number, int total) {
    readiness.notYet(SchemaHealth.MIGRATING);
    listener.started(migration, number, total);
  }

  @Override
  public void sending(StatementPosition position) {
    listener.sending(position);
  }

  @Override
  public void running(Activity activity) {
    listener.running(activity);
  }

  @Override
  public void waitingForLocks(String blockers) {
    listener.waitingForLocks(blockers);
  }

  @Override
  public void finished(Migration migration, Duration execution) {
    listener.finished(migration, execution);
  }

  @Override
  public void failed(Migration migration, Throwable failure) {
    listener.failed(migration, failure);
  }

  @Override
  public void reconnecting(String reason) {
    readiness.notYet(SchemaHealth.DATABASE_UNAVAILABLE);
    listener.reconnecting(reason);
  }

  @Override
  public void ended(AsyncResult<MigrationReport> outcome) {
    listener.ended(outcome);
  }
}
