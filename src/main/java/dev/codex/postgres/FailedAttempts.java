package dev.codex.postgres;

import dev.codex.migration.FailedAttempt;
import dev.codex.migration.Migration;
import dev.codex.migration.ScriptFailure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the attempts that failed, for a process that waits for their success and for people who look. */
public final class FailedAttempts {
  private final CodexTables tables;

  public FailedAttempts(CodexTables tables) {
    this.tables = tables;
  }

  /**
   * The last failed attempt at one of these migrations, with the very text that is here, if nobody is working on them
   * now: waiting on would be in vain.
   *
   * @param pending migrations that are not applied, so that no attempt at them has succeeded since
   */
  public Future<Optional<ScriptFailure>> hopeless(Session session, List<Migration> pending) {
    Set<String> checksums =
        pending.stream().map(migration -> migration.checksum().value()).collect(Collectors.toSet());
    String sql =
        """
        select checksum, version, description, script, sqlstate, message, statement, line from %s a
        where not exists (select from %s h where h.checksum = a.checksum
          and h.installed_at > a.failed_at) and not %s
        order by id desc limit 100""".formatted(tables.attempt(), tables.history(), AdvisoryLock.isHeld(tables.lockKey()));
    return session
        .pinned(sql)
        .map(answer -> first(answer, checksums))
        .recover(failure -> Failures.has(failure, Failures.UNDEFINED_TABLE)
            ? Future.succeededFuture(Optional.empty())
            : Future.failedFuture(failure));
  }

  /** The last attempts that failed and of whose script no application has succeeded since, the latest first. */
  public Future<List<FailedAttempt>> unresolved(Session session) {
    String sql = """
        select version, description, script, build, sqlstate, message, line,
          (extract(epoch from failed_at) * 1000)::bigint as failed_millis from %s a
        where not exists (select from %s h where h.script = a.script and h.installed_at > a.failed_at)
        order by id desc limit 20""".formatted(tables.attempt(), tables.history());
    return session
        .pinned(sql)
        .map(answer -> answer.stream().map(FailedAttempts::attempt).toList())
        .recover(failure -> Failures.has(failure, Failures.UNDEFINED_TABLE)
            ? Future.succeededFuture(List.of())
            : Future.failedFuture(failure));
  }

  private static FailedAttempt attempt(Row row) {
    return new FailedAttempt(
        row.getString("version"),
        row.getString("description"),
        row.getString("script"),
        row.getString("build"),
        row.getString("sqlstate"),
        row.getString("message"),
        row.getInteger("line"),
        Instant.ofEpochMilli(row.getLong("failed_millis")));
  }

  private static Optional<ScriptFailure> first(RowSet<Row> rows, Set<String> checksums) {
    return rows.stream()
        .filter(row -> checksums.contains(row.getString("checksum")))
        .findFirst()
        .map(FailedAttempts::failure);
  }

  private static ScriptFailure failure(Row row) {
    String version = row.getString("version");
    String description = row.getString("description");
    return new ScriptFailure(
        version == null ? description : version + " (" + description + ")",
        row.getString("script"),
        row.getInteger("statement"),
        row.getInteger("line"),
        0,
        "",
        Objects.requireNonNullElse(row.getString("sqlstate"), ""),
        row.getString("message"),
        null,
        null,
        null,
        true);
  }
}
