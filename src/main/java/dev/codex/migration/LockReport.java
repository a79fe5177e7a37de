package dev.codex.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Who holds what in a database.
 *
 * @param holders who holds the migration lock: nobody, or one session
 * @param waits who waits for whom, in the whole database
 */
public record LockReport(List<Holder> holders, List<Wait> waits) {
  public LockReport {
    holders = List.copyOf(holders);
    waits = List.copyOf(waits);
  }

  /**
   * A session that holds the migration lock.
   *
   * @param connectedSince when it has connected; the server does not note when it took the lock
   * @param connectedFor the same as a duration
   */
  public record Holder(Blocker session, Instant connectedSince, Duration connectedFor) {}

  /**
   * A session that waits for another one.
   *
   * @param waiting for how long
   * @param wanted what it waits for: a table, or the kind of lock
   */
  public record Wait(Blocker waiter, Blocker blocker, Duration waiting, String wanted) {}
}
