package dev.codex.postgres;

import dev.codex.migration.AppliedMigration;
import dev.codex.migration.Checksum;
import dev.codex.migration.History;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what was applied. A table that is not there yet is an empty history. */
public final class HistoryTable {

  /** One line for each versioned migration and for the latest text of each repeatable one, as MigrationSet.digest(). */
  private static final String DIGEST = """
      (select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
          coalesce(pg_catalog.string_agg(latest.line, E'\\n' order by latest.line collate "C"), ''), 'UTF8')), 'hex')
        from (select distinct on (coalesce(version, 'R ' || description))
            checksum || ' ' || coalesce(version, 'R ' || description) as line
          from %1$s order by coalesce(version, 'R ' || description), rank desc) latest) as digest,
        (select pg_catalog.string_agg(distinct floor, ',') from %1$s) as floors""";

  private final CodexTables tables;

  public HistoryTable(CodexTables tables) {
    this.tables = tables;
  }

  /**
   * What one query tells about a server and its history.
   *
   * @param backend the pid of the backend that answered
   * @param standby whether the server is in recovery
   * @param readOnly whether transactions of this role cannot write
   * @param digest the fingerprint of what is applied, as {@code MigrationSet.digest()}; null if there is no history
   * @param floors the floors that applied migrations declared
   */
  public record Glance(
      int backend,
      boolean standby,
      boolean readOnly,
      @Nullable String digest,
      List<String> floors) {
    /** Whether the session goes through a pooler: then the backend is not the one that the log-in named. */
    public boolean isPooled(Session session) {
      return backend != session.processId();
    }
  }

  /** Looks at the server and the history with one query; a second one only if there is no history table. */
  public Future<Glance> glance(Session session) {
    return session
        .pinned(PlantedTables.guard(tables) + server() + ", " + DIGEST.formatted(tables.history()))
        .map(answer -> glance(answer.next().iterator().next(), true))
        .recover(failure -> Failures.has(failure, Failures.UNDEFINED_TABLE)
            ? session.pinned(server()).map(answer -> glance(answer.iterator().next(), false))
            : Future.failedFuture(PlantedTables.explained(failure, tables)));
  }

  /**
   * What a service that is up asks again and again.
   *
   * @param migrating whether somebody holds the migration lock
   */
  public record Pulse(Glance glance, boolean migrating) {}

  /** Looks at the server, the history and the migration lock with one message; a second one if there is no table. */
  public Future<Pulse> pulse(Session session) {
    String held = ", " + AdvisoryLock.isHeld(tables.lockKey()) + " as migrating";
    return session
        .pinned(PlantedTables.guard(tables) + server() + held + ", "
            + DIGEST.formatted(tables.history()))
        .map(answer -> pulse(answer.next().iterator().next(), true))
        .recover(failure -> Failures.has(failure, Failures.UNDEFINED_TABLE)
            ? session
                .pinned(server() + held)
                .map(answer -> pulse(answer.iterator().next(), false))
            : Future.failedFuture(PlantedTables.explained(failure, tables)));
  }

  private static Pulse pulse(Row row, boolean hasTable) {
    return new Pulse(glance(row, hasTable), row.getBoolean("migrating"));
  }

  private static String server() {
    return "select pg_catalog.pg_backend_pid() as backend, pg_catalog.pg_is_in_recovery() as standby,"
        + " pg_catalog.current_setting('transaction_read_only')::boolean as read_only";
  }

  private static Glance glance(Row row, boolean hasTable) {
    String floors = hasTable ? row.getString("floors") : null;
    return new Glance(
        row.getInteger("backend"),
        row.getBoolean("standby"),
        row.getBoolean("read_only"),
        hasTable ? row.getString("digest") : null,
        floors == null ? List.of() : List.of(floors.split(",")));
  }

  /** Reads the whole history. */
  public Future<History> read(Session session) {
    return session
        .pinned(PlantedTables.guard(tables) + """
            select rank, version, description, kind, script, checksum, algorithm, floor, down_script is not null as has_down,
              release, build, installed_by, (extract(epoch from installed_at) * 1000000)::bigint as installed_micros,
              execution_millis, run_id::text as run_id
            from %s order by rank""".formatted(tables.history()))
        .map(answer -> {
          List<AppliedMigration> rows = new ArrayList<>();
          answer.next().forEach(row -> rows.add(applied(row)));
          return History.of(rows);
        })
        .recover(failure -> Failures.has(failure, Failures.UNDEFINED_TABLE)
            ? Future.succeededFuture(History.EMPTY)
            : Future.failedFuture(PlantedTables.explained(failure, tables)));
  }

  /**
   * Runs something each time the end of a run or a failed attempt is told.
   *
   * @return whether the server will tell us: a standby does not, and behind a pooler another client would hear it
   */
  public Future<Boolean> listen(Session session, Runnable heard) {
    session.onNotification(notification -> heard.run());
    return session
        .pinned(server())
        .map(answer -> glance(answer.iterator().next(), false))
        .compose(glance -> glance.standby() || glance.isPooled(session)
            ? Future.succeededFuture(false)
            : session.query("listen " + Quoted.name(tables.channel())).map(true));
  }

  /** Wakes whoever listens: in a transaction of its own, as with a script it would hold up every NOTIFY. */
  public Future<Void> tell(Session session) {
    return session.query("notify " + Quoted.name(tables.channel())).mapEmpty();
  }

  private static AppliedMigration applied(Row row) {
    return new AppliedMigration(
        row.getInteger("rank"),
        row.getString("version"),
        row.getString("description"),
        row.getString("kind"),
        row.getString("script"),
        new Checksum(row.getInteger("algorithm"), row.getString("checksum")),
        row.getString("floor"),
        row.getBoolean("has_down"),
        row.getString("release"),
        row.getString("build"),
        row.getString("installed_by"),
        Instant.EPOCH.plus(row.getLong("installed_micros"), ChronoUnit.MICROS),
        Duration.ofMillis(row.getLong("execution_millis")),
        UUID.fromString(row.getString("run_id")));
  }
}
