package dev.codex.postgres;

import dev.codex.migration.Activity;
import dev.codex.migration.Blocker;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look from another session tells of a backend.
 *
 * @param isThere whether it is still there, and the same
 * @param idleSinceMicros since when it waits for its client, by the server's clock; -1 if it does not
 * @param blockers who holds what it waits for
 * @param step how far its statement is, if the server tells
 */
record BackendLook(
    boolean isThere, long idleSinceMicros, List<Blocker> blockers, Activity.@Nullable Step step) {
  /** In the middle of a question that comes in several messages it counts as active, and waits all the same. */
  private static final String STATE = """
      select case when state like 'idle%%' or wait_event = 'ClientRead'
        then (extract(epoch from state_change) * 1000000)::bigint else -1 end as idle
      from pg_stat_activity where %s""";

  private static final String BLOCKERS = "select distinct on (b.pid) "
      + SessionRow.columns("b.pid", "a", "")
      + " from unnest(pg_blocking_pids(%d)) b(pid) left join pg_stat_activity a on a.pid = b.pid";

  /** Of the statements of which the server tells; the counter of a phase is the one that has a total. */
  private static final String STEP = """
      select p.phase, c.relname, (100 * p.done / nullif(p.total, 0))::int as percent from (
        select relid, phase, case when blocks_total > 0 then blocks_done when tuples_total > 0 then tuples_done else lockers_done end as done,
          case when blocks_total > 0 then blocks_total when tuples_total > 0 then tuples_total else lockers_total end as total
          from pg_stat_progress_create_index where pid = %1$d
        union all
        select relid, case when command like 'VACUUM%%' then 'vacuum full: ' else 'cluster: ' end || phase, heap_blks_scanned, heap_blks_total
          from pg_stat_progress_cluster where pid = %1$d
        union all
        select relid, 'vacuum: ' || phase,
          case when phase = 'vacuuming heap' then heap_blks_vacuumed else heap_blks_scanned end, heap_blks_total
          from pg_stat_progress_vacuum where pid = %1$d
        union all
        select relid, 'analyze: ' || phase, sample_blks_scanned, sample_blks_total
          from pg_stat_progress_analyze where pid = %1$d
        union all
        select relid, 'copy', bytes_processed, bytes_total from pg_stat_progress_copy where pid = %1$d
        union all
        select null, 'committed, and waiting for a synchronous standby', 0, 0
          from pg_stat_activity where pid = %1$d and wait_event = 'SyncRep'
      ) p left join pg_class c on c.oid = p.relid limit 1""";

  static Future<BackendLook> at(Backend backend, Session from) {
    String sql = String.join(
        ";\n",
        STATE.formatted(backend.condition()),
        BLOCKERS.formatted(backend.pid()),
        STEP.formatted(backend.pid()));
    return from.pinned(sql).map(BackendLook::of);
  }

  private static BackendLook of(RowSet<Row> states) {
    RowSet<Row> blockers = states.next();
    List<Blocker> found = new ArrayList<>();
    blockers.forEach(row -> found.add(SessionRow.of(row, "")));
    Activity.Step step = null;
    for (Row row : blockers.next()) {
      step = step(row);
    }
    boolean isThere = states.size() > 0;
    long idle = isThere ? states.iterator().next().getLong("idle") : -1;
    return new BackendLook(isThere, idle, found, step);
  }

  private static Activity.Step step(Row row) {
    Integer percent = row.getInteger("percent");
    return new Activity.Step(
        row.getString("phase"), percent == null ? -1 : percent, row.getString("relname"));
  }
}
