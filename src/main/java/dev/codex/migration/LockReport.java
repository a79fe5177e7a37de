package dev.codex.migration;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * @param connectedFor for how long it is connected, or null if this role may not see it; the server does not note when
   *     it took the lock
   */
  public record Holder(Blocker session, @Nullable Duration connectedFor) {}

  /**
   * A session that waits for another one.
   *
   * @param waiting for how long
   * @param wanted what it waits for: a table, or the kind of lock
   */
  public record Wait(Blocker waiter, Blocker blocker, Duration waiting, String wanted) {}
}
