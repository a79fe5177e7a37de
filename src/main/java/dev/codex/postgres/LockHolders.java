package dev.codex.postgres;

import dev.codex.migration.Blocker;
import dev.codex.migration.CodexException;
import dev.codex.migration.LockReport;
import dev.codex.migration.LockReport.Holder;
import dev.codex.migration.LockReport.Wait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells who holds the migration lock and who waits for whom, and ends a session that holds it. */
public final class LockHolders {
  private static final String HELD = """
      l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.classid = %d::bigint::oid
        and l.objid = %d::bigint::oid and l.database = (select oid from pg_database where datname = current_database())""";

  private static final String HOLDERS = "select " + SessionRow.columns("a.pid", "a", "")
      + ", extract(epoch from clock_timestamp() - a.backend_start)::bigint as connected\n"
      + " from pg_locks l join pg_stat_activity a on a.pid = l.pid where ";

  private static final String WAITS = "select " + SessionRow.columns("w.pid", "w", "w_") + ", "
      + SessionRow.columns("b.pid", "a", "b_") + ",\n"
      + """
        coalesce(extract(epoch from clock_timestamp() - l.waitstart), 0)::bigint as waiting,
        coalesce(c.relname::text, l.locktype, 'a lock') as wanted
      from pg_stat_activity w cross join lateral unnest(pg_blocking_pids(w.pid)) b(pid)
        left join pg_stat_activity a on a.pid = b.pid
        left join lateral (select * from pg_locks l where l.pid = w.pid and not l.granted limit 1) l on true
        left join pg_class c on c.oid = l.relation
      where w.datname = current_database() order by w.pid, b.pid""";

  private final String held;

  public LockHolders(CodexTables tables) {
    long key = tables.lockKey();
    this.held = HELD.formatted(key >>> 32, key & 0xffffffffL);
  }

  /** Looks once. */
  public Future<LockReport> read(Session session) {
    return session.pinned(HOLDERS + held + ";\n" + WAITS).map(LockHolders::report);
  }

  private static LockReport report(RowSet<Row> holders) {
    List<Holder> held = new ArrayList<>();
    holders.forEach(row -> held.add(holder(row)));
    List<Wait> waits = new ArrayList<>();
    holders
        .next()
        .forEach(row -> waits.add(new Wait(
            SessionRow.of(row, "w_"),
            SessionRow.of(row, "b_"),
            Duration.ofSeconds(row.getLong("waiting")),
            row.getString("wanted"))));
    return new LockReport(held, waits);
  }

  private static Holder holder(Row row) {
    Long connected = row.getLong("connected");
    return new Holder(
        SessionRow.of(row, ""), connected == null ? null : Duration.ofSeconds(connected));
  }

  /**
   * Ends the session of a holder, if it still holds the lock.
   *
   * @return whether it was there; fails with {@link CodexException.Refused} if this role may not
   */
  public Future<Boolean> end(Session session, Holder holder) {
    Blocker ended = holder.session();
    return session
        .pinned("select pg_terminate_backend(l.pid) from pg_locks l where l.pid = " + ended.pid()
            + " and " + held)
        .map(answer -> answer.size() > 0)
        .recover(failure -> Failures.has(failure, Failures.NO_PRIVILEGE)
            ? Future.failedFuture(mayNot(ended))
            : Future.failedFuture(failure));
  }

  private static CodexException mayNot(Blocker holder) {
    return new CodexException.Refused(
        "this user may not end a session of user " + holder.user() + ", and pid " + holder.pid()
            + " goes on",
        "run codex locks --release as that user, or let an administrator run select pg_terminate_backend("
            + holder.pid() + "), or grant pg_signal_backend to this user");
  }
}
