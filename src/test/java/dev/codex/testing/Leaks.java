package dev.codex.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks for what a test left behind in its database. */
final class Leaks {
  private static final long PAUSE_MILLIS = 20;

  private static final String SESSIONS_AND_LOCKS = """
      select format('connection %s of application "%s", %s, last query: %s',
          pid, application_name, coalesce(state, 'starting'), nullif(query, ''))
      from pg_stat_activity
      where datname = $1 and backend_type = 'client backend'
      union all
      select format('advisory lock %s/%s held by connection %s', classid, objid, pid)
      from pg_locks
      where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = $1)
      order by 1
      """;

  private Leaks() {}

  /** Gives what is being closed the time to go. */
  static void check(TestSession admin, String database, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<String> found = admin.values(SESSIONS_AND_LOCKS, database);
    while (!found.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the test left behind:\n  " + String.join("\n  ", found));
      }
      pause();
      found = admin.values(SESSIONS_AND_LOCKS, database);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
