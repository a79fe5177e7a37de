package dev.codex.postgres;

import dev.codex.migration.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows the trap of {@code CREATE INDEX CONCURRENTLY}: when it is cut short it leaves an invalid index, which
 * {@code IF NOT EXISTS} then takes for the real one. An invalid index of the name is dropped before the statement is
 * tried again.
 */
final class ConcurrentIndex {
  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern CREATE = Pattern.compile(
      "(?is)^create\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?" + NAME
          + "\\s+on\\s+(?:only\\s+)?((?:" + NAME + "\\s*\\.\\s*)?" + NAME + ")");

  private static final Pattern DROP =
      Pattern.compile("(?is)^drop\\s+index\\s+concurrently\\s+(?:if\\s+exists\\s+)?((?:" + NAME
          + "\\s*\\.\\s*)?" + NAME + ")\\s*(?:cascade|restrict)?\\s*$");

  private final String name;
  private final String table;

  private ConcurrentIndex(String name, String table) {
    this.name = name;
    this.table = table;
  }

  /** The index that a statement builds, or empty if it builds none concurrently, or one without a name. */
  static Optional<ConcurrentIndex> of(Statement statement) {
    Matcher create = CREATE.matcher(statement.text());
    return create.find()
        ? Optional.of(new ConcurrentIndex(create.group(1), create.group(2)))
        : Optional.empty();
  }

  /** The name of the index that a statement drops concurrently. */
  static Optional<String> droppedBy(Statement statement) {
    Matcher drop = DROP.matcher(statement.text());
    return drop.find() ? Optional.of(drop.group(1)) : Optional.empty();
  }

  /** Whether there is an index of that name, as the script's own search path finds it. */
  static Future<Boolean> exists(Session session, String name) {
    return session
        .query("select pg_catalog.to_regclass(" + Quoted.text(name) + ") is not null")
        .map(answer -> answer.iterator().next().getBoolean(0));
  }

  /** What the catalog says of an index. */
  enum State {
    ABSENT,
    INVALID,
    VALID
  }

  /** Looks the index up as the script's own search path finds the table. */
  Future<State> state(Session session) {
    String sql = """
        select i.indisvalid from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
        where i.indrelid = pg_catalog.to_regclass(%s) and c.relname = (pg_catalog.parse_ident(%s))[1]::name""".formatted(Quoted.text(table), Quoted.text(name));
    return session.query(sql).map(ConcurrentIndex::state);
  }

  private static State state(RowSet<Row> answer) {
    if (answer.size() == 0) {
      return State.ABSENT;
    }
    return answer.iterator().next().getBoolean(0) ? State.VALID : State.INVALID;
  }

  /** Drops what an interrupted build has left. */
  Future<Void> drop(Session session) {
    String find = """
        select c.oid::regclass::text from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
        where not i.indisvalid and i.indrelid = pg_catalog.to_regclass(%s) and c.relname = (pg_catalog.parse_ident(%s))[1]::name""".formatted(Quoted.text(table), Quoted.text(name));
    return session
        .query(find)
        .compose(found ->
            session.execute("drop index concurrently " + found.iterator().next().getString(0)));
  }

  @Override
  public String toString() {
    return "index " + name + " on " + table;
  }
}
