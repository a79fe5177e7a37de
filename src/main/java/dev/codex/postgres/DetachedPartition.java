package dev.codex.postgres;

import io.vertx.core.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace of {@code ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY}. Cut short, it leaves a partition that is half
 * detached: the same statement is refused then, and {@code FINALIZE} does the rest.
 */
final class DetachedPartition implements Trace {
  private static final Logger LOG = System.getLogger(DetachedPartition.class.getName());
  private static final Pattern DETACH = Traces.pattern(
      "alter table (?:if exists )?(?:only )?<qualified>(?:\\s*\\*)? detach partition <qualified> concurrently");
  private static final String HALF = "half detached";

  private final String table;
  private final String partition;

  private DetachedPartition(String table, String partition) {
    this.table = table;
    this.partition = partition;
  }

  static Optional<DetachedPartition> of(String statement) {
    Matcher detach = DETACH.matcher(statement);
    return detach.matches()
        ? Optional.of(new DetachedPartition(detach.group(1), detach.group(2)))
        : Optional.empty();
  }

  @Override
  public Future<String> look(Session session) {
    String sql = """
        select case when inhdetachpending then '%s' else 'attached' end from pg_catalog.pg_inherits
        where inhparent = pg_catalog.to_regclass(%s)::pg_catalog.oid and inhrelid = pg_catalog.to_regclass(%s)::pg_catalog.oid""".formatted(HALF, Quoted.text(table), Quoted.text(partition));
    return session
        .query(sql)
        .map(
            answer -> answer.size() == 0 ? "detached" : answer.iterator().next().getString(0));
  }

  @Override
  public boolean isEffect(@Nullable String before, String now) {
    return now.equals("detached") && !now.equals(before);
  }

  @Override
  public Future<Boolean> tidy(Session session, @Nullable String before) {
    return look(session).compose(state -> {
      if (!state.equals(HALF)) {
        return Future.succeededFuture(false);
      }
      LOG.log(
          Level.WARNING,
          "partition {0} of {1} is half detached, left by a run that was cut short: FINALIZE does the rest",
          partition,
          table);
      return session
          .execute("alter table " + table + " detach partition " + partition + " finalize")
          .map(true);
    });
  }
}
