package dev.codex.runtime;

import dev.codex.config.Durability;
import dev.codex.postgres.Commit;

/**
 * Decides which commits of a run wait for the disk. Only the last one has to: nobody sees a complete set that a crash can
 * take back, and a crash before it takes back whole migrations from the end, each with its row. That holds as long as
 * all that scripts do is in the log of the server; where something may reach out of the database, every commit waits.
 *
 * @param reachesOut whether a pending script or the database itself may do what a crash does not take back
 */
record CommitRule(Durability durability, boolean reachesOut) {
  /**
   * How to commit one of the pending migrations.
   *
   * @param number its number among them, from 1
   * @param pending how many there are
   */
  Commit of(int number, int pending) {
    boolean last = number == pending;
    return last || reachesOut || durability == Durability.EACH ? Commit.DURABLE : Commit.DEFERRED;
  }
}
