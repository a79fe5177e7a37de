package dev.codex.cli;

import dev.codex.migration.Activity;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import dev.codex.migration.StatementPosition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One log line for each thing that happens in a run. */
final class ProgressInLog implements RunProgress {
  private static final Logger LOG = System.getLogger("dev.codex.cli");

  private int number;
  private int total;
  private String script = "";
  private String current = "";
  private @Nullable Activity told;

  @Override
  public void waitingForLock(String holder) {
    LOG.log(Level.INFO, "waiting for the migration lock, which is held by {0}", holder);
  }

  @Override
  public void planned(Plan plan) {
    String from = plan.state().version() == null
        ? "an empty history"
        : "version " + plan.state().version();
    LOG.log(Level.INFO, "{0} to apply, from {1}", count(plan.pending().size()), from);
  }

  static String count(int migrations) {
    return migrations == 1 ? "1 migration" : migrations + " migrations";
  }

  @Override
  public void started(Migration migration, int ofPlan, int planned) {
    number = ofPlan;
    total = planned;
    script = migration.label();
    current = script;
    told = null;
    LOG.log(Level.DEBUG, "applying {0}", current);
  }

  /** Told with what takes long; each by itself only to those who want to know more. */
  @Override
  public void sending(StatementPosition position) {
    current = script + ", " + position.describe();
    told = null;
    LOG.log(
        Level.DEBUG,
        "{0} ({1}, line {2})",
        current,
        position.label(),
        Integer.toString(position.line()));
  }

  @Override
  public void running(Activity activity) {
    if (activity.isNewsAfter(told)) {
      told = activity;
      LOG.log(Level.INFO, "{0}: {1}", current, activity.describe());
    }
  }

  @Override
  public void waitingForLocks(String blockers) {
    LOG.log(Level.INFO, "{0}: {1}; trying again", current, blockers);
  }

  @Override
  public void finished(Migration migration, Duration execution) {
    LOG.log(
        Level.INFO,
        "applied {0} in {1} ms ({2} of {3})",
        migration.label(),
        Long.toString(execution.toMillis()),
        Integer.toString(number),
        Integer.toString(total));
  }

  @Override
  public void close() {}
}
