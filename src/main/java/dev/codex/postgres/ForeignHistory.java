package dev.codex.postgres;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.CodexException;
import dev.codex.migration.ForeignMigration;
import dev.codex.migration.Problem;
import dev.codex.migration.Version;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.text.Normalizer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the history that another tool keeps in this database, under that tool's lock. */
public final class ForeignHistory {
  /** By the session's own search path: a tool that was not told a schema has its table there. */
  static final String FIND = """
      select n.nspname::text as schema, c.relname::text as name, pg_catalog.pg_table_is_visible(c.oid) as visible,
        pg_catalog.current_database()::text as database, c.relrowsecurity as guarded,
        (select pg_catalog.string_agg(a.attname::text, ',') from pg_catalog.pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and c.relname = %s and (%s::text is null or n.nspname::text = %2$s)
      order by visible desc, schema""";

  private final ForeignTool tool;
  private final Duration timeout;
  private final StopSignal stop;
  private final Consumer<String> onWaiting;

  /**
   * @param tool one of {@link #tools()}
   * @param timeout for how long its lock is tried
   * @param onWaiting is told once who holds its lock, if it is not free
   */
  public ForeignHistory(
      String tool, Duration timeout, StopSignal stop, Consumer<String> onWaiting) {
    this.tool = ForeignTools.of(tool);
    this.timeout = timeout;
    this.stop = stop;
    this.onWaiting = onWaiting;
  }

  /** The tools whose history can be read. */
  public static List<String> tools() {
    return ForeignTools.ALL.stream().map(ForeignTool::name).toList();
  }

  /** The format of a tool's scripts; auto where its migrations are no scripts, and those here may be of any. */
  public static ScriptFormat formatOf(String tool) {
    return ForeignTools.of(tool).format();
  }

  /**
   * Finds the tool's table.
   *
   * @param named {@code schema.table} or {@code table}, or null for what the tool calls it by default
   * @return the table; fails with {@link CodexException.ScriptsInvalid} if there is none, or more than one
   */
  public Future<ForeignTable> find(Session session, @Nullable String named) {
    int dot = named == null ? -1 : named.indexOf('.');
    String schema = named == null || dot < 0 ? null : named.substring(0, dot);
    String table = named == null ? tool.table() : named.substring(dot + 1);
    return session
        .query(FIND.formatted(Quoted.text(table), Quoted.text(schema)))
        .compose(found -> choose(found, named == null ? table : named));
  }

  private Future<ForeignTable> choose(RowSet<Row> found, String wanted) {
    List<ForeignTable> its = new ArrayList<>();
    List<ForeignTable> others = new ArrayList<>();
    boolean visible = false;
    for (Row row : found) {
      ForeignTable table = new ForeignTable(
          row.getString("schema"), row.getString("name"), row.getString("database"));
      boolean isIts =
          tool.isItsTable(List.of(Objects.toString(row.getString("columns"), "").split(",")));
      visible |= isIts && row.getBoolean("visible");
      (isIts ? its : others).add(table);
    }
    if (its.size() == 1 || visible) {
      return Future.succeededFuture(its.get(0));
    }
    return its.isEmpty()
        ? Future.failedFuture(none(wanted, others))
        : refused(
            "there are several histories of " + tool.name() + " in this database: " + list(its),
            "say which with --table");
  }

  private CodexException none(String wanted, List<ForeignTable> others) {
    return others.isEmpty()
        ? invalid(
            "there is no table " + wanted + " in this database",
            "say where " + tool.name()
                + " keeps its history with --table schema.name; if no tool has kept this"
                + " database, use codex baseline")
        : invalid(
            list(others) + " does not have the columns of " + tool.name() + "'s table",
            "say which tool it is of with --from, or which table with --table schema.name");
  }

  private static String list(List<ForeignTable> tables) {
    return String.join(", ", tables.stream().map(ForeignTable::toString).toList());
  }

  private static <T> Future<T> refused(String fact, String advice) {
    return Future.failedFuture(invalid(fact, advice));
  }

  private static CodexException invalid(String fact, String advice) {
    return new CodexException.ScriptsInvalid(
        List.of(new Problem(Problem.Code.FOREIGN_HISTORY, fact, advice, null, null, 0, 0)));
  }

  /**
   * Reads what the tool has recorded and hands it to a work, in one transaction and under the tool's lock.
   *
   * @param keep whether the transaction is committed when the work is done
   * @return what the work completes with; fails with {@link CodexException.LockTimedOut} if the tool is at work
   */
  public <T> Future<T> read(
      Session session,
      ForeignTable table,
      boolean keep,
      Function<List<ForeignMigration>, Future<T>> work) {
    return new ForeignLock(tool, table, timeout, stop, onWaiting)
        .whileHeld(session, keep, () -> rows(session, table).compose(work));
  }

  private Future<List<ForeignMigration>> rows(Session session, ForeignTable table) {
    return session
        .query(tool.select().formatted(table.qualified()))
        .map(ForeignHistory::migrations)
        .recover(failure -> Future.failedFuture(table.explain(failure)));
  }

  static List<ForeignMigration> migrations(RowSet<Row> rows) {
    List<ForeignMigration> migrations = new ArrayList<>();
    rows.forEach(row -> migrations.add(migration(row)));
    return migrations;
  }

  private static ForeignMigration migration(Row row) {
    Long millis = has(row, "millis") ? row.getLong("millis") : null;
    OffsetDateTime at = has(row, "installed_at") ? row.getOffsetDateTime("installed_at") : null;
    String description = Objects.requireNonNullElse(text(row, "description"), "");
    return new ForeignMigration(
        ForeignMigration.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        version(row),
        Normalizer.normalize(description, Normalizer.Form.NFC),
        text(row, "script"),
        text(row, "checksum"),
        text(row, "installed_by"),
        at == null ? null : at.toInstant(),
        Duration.ofMillis(millis == null ? 0 : millis));
  }

  /** A number, or a whole name where the tool has only that; neither for a repeatable migration. */
  private static @Nullable Version version(Row row) {
    String number = text(row, "version");
    if (number != null) {
      return Version.read(number);
    }
    String name = text(row, "name");
    return name == null ? null : Version.named(name);
  }

  private static @Nullable String text(Row row, String column) {
    return has(row, column) ? row.getString(column) : null;
  }

  private static boolean has(Row row, String column) {
    return row.getColumnIndex(column) >= 0;
  }
}
