package dev.codex.postgres;

import dev.codex.migration.Blocker;
import io.vertx.sqlclient.Row;
import java.time.Duration;

/** A session of {@code pg_stat_activity}, as far as a role may see it. */
final class SessionRow {
  private static final int LONGEST_QUERY = 120;

  private SessionRow() {}

  /**
   * The columns that {@link #of} reads.
   *
   * @param pid an expression for the process
   * @param activity the alias of {@code pg_stat_activity}
   * @param prefix what their names begin with
   */
  static String columns(String pid, String activity, String prefix) {
    return """
        %1$s as %3$spid, %2$s.usename::text as %3$suser, %2$s.application_name as %3$sapplication, host(%2$s.client_addr) as %3$sclient,
        %2$s.state as %3$sstate, extract(epoch from clock_timestamp() - %2$s.xact_start)::bigint as %3$sage,
        case when %2$s.query <> '<insufficient privilege>'
          then left(translate(%2$s.query, chr(9) || chr(10) || chr(13), '   '), %4$d) end as %3$squery""".formatted(pid, activity, prefix, LONGEST_QUERY);
  }

  static Blocker of(Row row, String prefix) {
    Long age = row.getLong(prefix + "age");
    return new Blocker(
        row.getInteger(prefix + "pid"),
        row.getString(prefix + "user"),
        row.getString(prefix + "application"),
        row.getString(prefix + "client"),
        row.getString(prefix + "state"),
        age == null ? null : Duration.ofSeconds(age),
        row.getString(prefix + "query"));
  }
}
