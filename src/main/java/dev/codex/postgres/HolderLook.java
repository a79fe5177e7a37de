package dev.codex.postgres;

import dev.codex.migration.Activity;
import dev.codex.migration.RunningElsewhere;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Optional;

/** Looks at the process that holds the migration lock, from another session: what can be seen of a run elsewhere. */
public final class HolderLook {
  private static final String HOLDER = """
      select a.pid, a.application_name, (extract(epoch from a.backend_start) * 1000000)::bigint as started,
        coalesce((extract(epoch from clock_timestamp() - a.query_start) * 1000)::bigint, 0) as running_millis
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.classid = %d::bigint::oid
        and l.objid = %d::bigint::oid and l.database = (select oid from pg_database where datname = current_database())
        and a.backend_start is not null
      limit 1""";

  private HolderLook() {}

  /** What the holder is at; empty if there is none, or if this role may not see it. */
  public static Future<Optional<RunningElsewhere>> at(CodexTables tables, Session session) {
    long key = tables.lockKey();
    return session
        .pinned(HOLDER.formatted(key >>> 32, key & 0xffffffffL))
        .compose(holders -> holders.size() == 0
            ? Future.succeededFuture(Optional.empty())
            : look(holders.iterator().next(), session));
  }

  private static Future<Optional<RunningElsewhere>> look(Row holder, Session session) {
    Backend backend = new Backend(holder.getInteger("pid"), holder.getLong("started"));
    Duration running = Duration.ofMillis(Math.max(0, holder.getLong("running_millis")));
    return BackendLook.at(backend, session)
        .map(look -> Optional.of(new RunningElsewhere(
            holder.getString("application_name"),
            new Activity(running, look.blockers(), look.step()))));
  }
}
