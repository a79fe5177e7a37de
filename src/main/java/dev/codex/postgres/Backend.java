package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

/**
 * The server's process behind a session. A pid alone may name another one after a restart or on another server.
 *
 * @param startedMicros when it started, by the clock of its server
 */
record Backend(int pid, long startedMicros) {
  private static final String STARTED = "(extract(epoch from backend_start) * 1000000)::bigint";

  /** Asks a session for its own. */
  static Future<Backend> of(Session session) {
    return session
        .query("set local search_path = pg_catalog, pg_temp; select pid, " + STARTED
            + " as started from pg_stat_activity where pid = pg_backend_pid()")
        .map(answer -> of(answer.next().iterator().next()));
  }

  private static Backend of(Row row) {
    return new Backend(row.getInteger("pid"), row.getLong("started"));
  }

  /** The condition that finds it in {@code pg_stat_activity}, and nothing else. */
  String condition() {
    return "pid = " + pid + " and " + STARTED + " = " + startedMicros;
  }

  /** Ends it, which its own role may, from another session. */
  Future<Void> terminate(Session other) {
    return other
        .query("set local search_path = pg_catalog, pg_temp;"
            + " select pg_terminate_backend(pid) from pg_stat_activity where " + condition())
        .mapEmpty();
  }
}
