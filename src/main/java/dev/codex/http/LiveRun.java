package dev.codex.http;

import dev.codex.migration.Activity;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import dev.codex.migration.StatementPosition;
import dev.codex.runtime.Progress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps for the API and the dashboard how far this process is with a migration run. May be asked from any thread. */
final class LiveRun implements Progress {
  private final Consumer<Plan> onPlan;
  private final Runnable onChange;
  private volatile @Nullable RunView view;

  /**
   * @param onPlan is told what the run is about to do
   * @param onChange is run each time that there is something new
   */
  LiveRun(Consumer<Plan> onPlan, Runnable onChange) {
    this.onPlan = onPlan;
    this.onChange = onChange;
  }

  /** A run begins. */
  void begin() {
    view = RunView.begun();
    onChange.run();
  }

  /** The run has ended, however it ended. */
  void end() {
    view = null;
    onChange.run();
  }

  /** How far the run is, or null if there is none. */
  @Nullable
  RunView view() {
    return view;
  }

  private synchronized void change(UnaryOperator<RunView> next) {
    view = next.apply(Objects.requireNonNullElseGet(view, RunView::begun));
    onChange.run();
  }

  @Override
  public void waitingForLock(String holder) {
    change(run -> run.at(RunView.Phase.WAITING_FOR_LOCK));
  }

  @Override
  public void planned(Plan plan) {
    onPlan.accept(plan);
    change(run -> run.planned(plan.pending().size()));
  }

  @Override
  public void started(Migration migration, int number, int total) {
    change(run -> run.began(migration, number, total));
  }

  @Override
  public void sending(StatementPosition position) {
    change(run -> run.at(position));
  }

  @Override
  public void running(Activity activity) {
    change(run -> run.at(activity));
  }

  @Override
  public void finished(Migration migration, Duration execution) {
    change(run -> run.applied(migration, execution));
  }

  @Override
  public void reconnecting(String reason) {
    change(run -> run.at(RunView.Phase.RECONNECTING));
  }
}
