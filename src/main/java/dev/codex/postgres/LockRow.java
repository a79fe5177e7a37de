package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Objects;

/**
 * The row by which a tool tells its other processes that it is at work. It is locked and not written: the tool's own update of
 * it waits until the transaction ends, and nothing is left behind by a process that dies.
 *
 * @param table the table of the row, in the schema of the tool's history
 */
record LockRow(String table) {
  /** Whether the row is free, and held by this transaction from here on; a table that is not there holds nobody up. */
  Future<Boolean> tryTake(Session session, ForeignTable history) {
    return isThere(session, history)
        .compose(there -> there
            ? session
                .query(
                    "select locked from " + qualified(history) + " where id = 1 for update nowait")
                .map(answer -> answer.size() == 0 || !answer.iterator().next().getBoolean("locked"))
            : Future.succeededFuture(true));
  }

  /** Who has set it, as the tool has written it there. */
  Future<String> holder(Session session, ForeignTable history) {
    return isThere(session, history)
        .compose(there -> there
            ? session
                .query("select lockedby, lockgranted::text as since from " + qualified(history)
                    + " where id = 1 and locked")
                .map(answer -> answer.size() == 0
                    ? "a process that writes to " + history
                    : describe(answer.iterator().next()))
            : Future.succeededFuture("a process that writes to " + history));
  }

  private String describe(Row row) {
    return Objects.toString(row.getString("lockedby"), "somebody") + " since "
        + row.getString("since") + " by the row of " + table;
  }

  private Future<Boolean> isThere(Session session, ForeignTable history) {
    return session
        .query("select pg_catalog.to_regclass(" + Quoted.text(qualified(history)) + ") is not null")
        .map(answer -> answer.iterator().next().getBoolean(0));
  }

  private String qualified(ForeignTable history) {
    return Quoted.name(history.schema()) + "." + Quoted.name(table);
  }
}
