package dev.codex.cli;

import dev.codex.migration.Activity;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import dev.codex.migration.StatementPosition;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar: how many of how many, the current script, the time so far, and how long the last script took. */
final class ProgressOnTerminal implements RunProgress {
  private static final int REFRESH_MILLIS = 100;
  private static final int LONGEST_LABEL = 40;

  private @Nullable ProgressBar bar;
  private String script = "";
  private String current = "";
  private String last = "";

  @Override
  public void waitingForLock(String holder) {
    System.err.println("waiting for the migration lock, which is held by " + holder);
  }

  @Override
  public void planned(Plan plan) {
    close();
    bar = new ProgressBarBuilder()
        .setTaskName("migrating")
        .setInitialMax(plan.pending().size())
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setConsumer(new TerminalLine(System.err))
        .hideEta()
        // a script that takes long is seen to run
        .continuousUpdate()
        .build();
    LogSetup.lineIsDrawn(true);
  }

  @Override
  public void started(Migration migration, int number, int total) {
    script = shortened(migration.label());
    current = script;
    show(current + last);
  }

  @Override
  public void sending(StatementPosition position) {
    current = script + ", " + position.describe();
    show(current);
  }

  @Override
  public void running(Activity activity) {
    show(current + ": " + activity.describe());
  }

  @Override
  public void waitingForLocks(String blockers) {
    show(current + ": trying again, " + blockers);
  }

  private void show(String text) {
    if (bar != null) {
      bar.setExtraMessage(" " + text);
    }
  }

  private static String shortened(String label) {
    return label.length() > LONGEST_LABEL ? label.substring(0, LONGEST_LABEL) + "..." : label;
  }

  @Override
  public void finished(Migration migration, Duration execution) {
    last = ", the one before took " + execution.toMillis() + " ms";
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void reconnecting(String reason) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      LogSetup.lineIsDrawn(false);
      bar = null;
    }
  }
}
