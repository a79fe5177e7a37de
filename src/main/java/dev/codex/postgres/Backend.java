package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

/**
 * The server's process behind a session. A pid alone may name another one after a restart or on another server.
 *
 * @param startedMicros when it started, by the clock of its server
 * @param transactionMicros when the transaction began for which it is ours, -1 if it is always
 */
record Backend(int pid, long startedMicros, long transactionMicros) {
  private static final String STARTED = "(extract(epoch from backend_start) * 1000000)::bigint";
  private static final String BEGUN = "(extract(epoch from xact_start) * 1000000)::bigint";

  /** In a transaction of a script, whose search path is not ours to set. */
  private static final String IN_TRANSACTION = """
      select a.pid, (extract(epoch from a.backend_start) operator(pg_catalog.*) 1000000)::pg_catalog.int8 as started,
        (extract(epoch from a.xact_start) operator(pg_catalog.*) 1000000)::pg_catalog.int8 as begun
      from pg_catalog.pg_stat_activity a where a.pid operator(pg_catalog.=) pg_catalog.pg_backend_pid()""";

  Backend(int pid, long startedMicros) {
    this(pid, startedMicros, -1);
  }

  /** Asks a session for its own. */
  static Future<Backend> of(Session session) {
    return session
        .pinned("select pid, " + STARTED
            + " as started from pg_stat_activity where pid = pg_backend_pid()")
        .map(answer -> of(answer.iterator().next(), -1));
  }

  /** Asks a session, in a transaction, for the one that it has until the end of that. */
  static Future<Backend> ofTransaction(Session session) {
    return session.query(IN_TRANSACTION).map(answer -> {
      Row row = answer.iterator().next();
      return of(row, row.getLong("begun"));
    });
  }

  private static Backend of(Row row, long transactionMicros) {
    return new Backend(row.getInteger("pid"), row.getLong("started"), transactionMicros);
  }

  /** The condition that finds it in {@code pg_stat_activity}, and nothing else. */
  String condition() {
    return "pid = " + pid + " and " + STARTED + " = " + startedMicros
        + (isOfTransaction() ? " and " + BEGUN + " = " + transactionMicros : "");
  }

  /** Whether it serves another client after the transaction. */
  boolean isOfTransaction() {
    return transactionMicros >= 0;
  }

  /** Ends it, which its own role may, from another session. */
  Future<Void> terminate(Session other) {
    return other
        .pinned("select pg_terminate_backend(pid) from pg_stat_activity where " + condition())
        .mapEmpty();
  }
}
