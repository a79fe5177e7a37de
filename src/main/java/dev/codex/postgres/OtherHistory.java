package dev.codex.postgres;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.ForeignMigration;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What the tool of a format has recorded in this database, read without its lock: enough to tell that it was here. Nobody
 * has asked for it, so that nothing of whoever made the table may run: neither functions that are named like the server's
 * own nor those of row security.
 *
 * @param tool as {@code adopt --from} names it
 * @param table its schema and its name
 */
public record OtherHistory(String tool, String table, List<ForeignMigration> rows) {

  /** Looks by the session's search path. Empty if there is no such table, or none that this user may read. */
  public static Future<Optional<OtherHistory>> of(Session session, ScriptFormat format) {
    ScriptFormat wanted = format == ScriptFormat.NATIVE ? ScriptFormat.FLYWAY : format;
    return ForeignTools.ALL.stream()
        .filter(tool -> tool.format() == wanted)
        .findFirst()
        .map(tool -> of(session, tool))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private static Future<Optional<OtherHistory>> of(Session session, ForeignTool tool) {
    return session
        .query(ForeignHistory.FIND.formatted(Quoted.text(tool.table()), "null"))
        .compose(found -> StreamSupport.stream(found.spliterator(), false)
            .filter(
                row -> row.getBoolean("visible") && !row.getBoolean("guarded") && isOf(tool, row))
            .findFirst()
            .map(row -> read(
                session,
                tool,
                new ForeignTable(
                    row.getString("schema"), row.getString("name"), row.getString("database"))))
            .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private static boolean isOf(ForeignTool tool, Row row) {
    String columns = Objects.toString(row.getString("columns"), "");
    return tool.isItsTable(List.of(columns.split(",")));
  }

  private static Future<Optional<OtherHistory>> read(
      Session session, ForeignTool tool, ForeignTable table) {
    return session
        .pinned(tool.select().formatted(table.qualified()))
        .map(answer -> Optional.of(
            new OtherHistory(tool.name(), table.toString(), ForeignHistory.migrations(answer))))
        .recover(failure -> Failures.has(failure, Failures.NO_PRIVILEGE)
            ? Future.succeededFuture(Optional.empty())
            : Future.failedFuture(failure));
  }
}
