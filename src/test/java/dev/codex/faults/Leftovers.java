package dev.codex.faults;

import java.time.Duration;
import java.util.List;

/** What a run may leave behind for some seconds only: sessions, locks, prepared transactions. */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SQL = """
      select format('session %s (%s), %s, of: %s', pid, application_name, state, left(query, 80))
      from pg_stat_activity where datname = $1 and backend_type = 'client backend'
      union all
      select format('advisory lock held by %s', pid) from pg_locks
      where locktype = 'advisory' and database = (select oid from pg_database where datname = $1)
      union all
      select 'prepared transaction ' || gid from pg_prepared_xacts where database = $1""";

  private Leftovers() {}

  /** What is still there after a while. */
  static List<String> after(Administrators admins, String database) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> found = admins.<List<String>>ask(session -> session.values(SQL, database));
    while (!found.isEmpty() && System.nanoTime() < deadline) {
      Link.pause(Duration.ofMillis(200));
      found = admins.<List<String>>ask(session -> session.values(SQL, database));
    }
    return found;
  }
}
