package dev.codex.migration;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a statement that runs for a while is at.
 *
 * @param running since when it was sent
 * @param blockers the sessions that hold what it waits for, if it waits
 * @param step how far it is, if it is one of those of which the server tells
 */
public record Activity(
    Duration running, List<Blocker> blockers, @Nullable Step step) {
  public Activity {
    blockers = List.copyOf(blockers);
  }

  /**
   * How far a statement is.
   *
   * @param phase as the server names it: {@code building index: scanning table}
   * @param percent how much of the phase is done, or -1 if it cannot be told
   * @param relation the table that it works on, or null
   */
  public record Step(String phase, int percent, @Nullable String relation) {
    private String describe() {
      String done = percent < 0 ? "" : ", " + percent + " %";
      return phase + done + (relation == null ? "" : " (" + relation + ")");
    }

    private boolean isWithin(Step other) {
      return phase.equals(other.phase) && percent / 10 == other.percent / 10;
    }
  }

  public boolean isBlocked() {
    return !blockers.isEmpty();
  }

  /** In a few words: {@code waiting for pid 42, psql, user app}, {@code building index: scanning table, 61 %}. */
  public String describe() {
    if (isBlocked()) {
      String more = blockers.size() == 1 ? "" : "; and for " + (blockers.size() - 1) + " more";
      return "waiting for " + blockers.get(0).describe() + more;
    }
    return step == null ? "running for " + running.toSeconds() + " s" : step.describe();
  }

  /** Whether there is something to tell that was not told with the look before: another blocker, the next tenth. */
  public boolean isNewsAfter(@Nullable Activity before) {
    Set<Integer> known = before == null ? Set.of() : before.pids();
    Step last = before == null ? null : before.step;
    boolean further = step != null && (last == null || !step.isWithin(last));
    return !pids().equals(known) || (!isBlocked() && further);
  }

  private Set<Integer> pids() {
    return blockers.stream().map(Blocker::pid).collect(Collectors.toSet());
  }
}
