package dev.codex.runtime;

import dev.codex.migration.Activity;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.Plan;
import dev.codex.migration.StatementPosition;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.List;

/** Tells several listeners how a run goes on, one after the other. */
public final class ProgressToAll implements Progress {
  private final List<Progress> listeners;

  public ProgressToAll(Progress... listeners) {
    this.listeners = List.of(listeners);
  }

  @Override
  public void begun() {
    listeners.forEach(Progress::begun);
  }

  @Override
  public void waitingForLock(String holder) {
    listeners.forEach(listener -> listener.waitingForLock(holder));
  }

  @Override
  public void planned(Plan plan) {
    listeners.forEach(listener -> listener.planned(plan));
  }

  @Override
  public void started(Migration migration, int number, int total) {
    listeners.forEach(listener -> listener.started(migration, number, total));
  }

  @Override
  public void sending(StatementPosition position) {
    listeners.forEach(listener -> listener.sending(position));
  }

  @Override
  public void running(Activity activity) {
    listeners.forEach(listener -> listener.running(activity));
  }

  @Override
  public void waitingForLocks(String blockers) {
    listeners.forEach(listener -> listener.waitingForLocks(blockers));
  }

  @Override
  public void finished(Migration migration, Duration execution) {
    listeners.forEach(listener -> listener.finished(migration, execution));
  }

  @Override
  public void failed(Migration migration, Throwable failure) {
    listeners.forEach(listener -> listener.failed(migration, failure));
  }

  @Override
  public void reconnecting(String reason) {
    listeners.forEach(listener -> listener.reconnecting(reason));
  }

  @Override
  public void ended(AsyncResult<MigrationReport> outcome) {
    listeners.forEach(listener -> listener.ended(outcome));
  }
}
