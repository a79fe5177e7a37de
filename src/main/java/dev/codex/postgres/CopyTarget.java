package dev.codex.postgres;

import dev.codex.migration.CopyData;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table that rows are to be copied into, as the catalog knows it.
 *
 * @param table as the script writes it
 * @param columns those that a row has values for
 * @param refusal why an INSERT would not do what COPY does, or null
 * @param atOnce whether it matters that all rows come in one statement: a trigger or a constraint looks at the end of it
 */
record CopyTarget(
    String table, List<Column> columns, @Nullable String refusal, boolean atOnce) {
  /**
   * A column.
   *
   * @param type its type below any domain, without length: the assignment to the column sees to both as COPY does
   * @param inputType the type with its length if only the input function itself reads a value as COPY does; else null
   */
  record Column(String name, String type, @Nullable String inputType) {
    /** The value of a row as the column takes it, made from its text. */
    String cast(String text) {
      return inputType == null
          ? text + "::" + type
          : "(select v from pg_catalog.json_to_record(pg_catalog.json_build_object('v', " + text
              + ")) as j(v " + inputType + "))";
    }
  }

  private static final String TABLE = """
      with t as (select %s::pg_catalog.regclass::pg_catalog.oid as id),
           parts as (select id from t union select relid from t, pg_catalog.pg_partition_tree(t.id))
      select c.relkind::pg_catalog.text as kind,
        pg_catalog.row_security_active(c.oid) as secured,
        exists (select from pg_catalog.pg_rewrite r
                where r.ev_class = c.oid and r.ev_type = '3' and r.ev_enabled <> 'D') as ruled,
        exists (select from pg_catalog.pg_trigger g
                where g.tgrelid in (select id from parts) and not g.tgisinternal and g.tgenabled <> 'D'
                  and (g.tgtype & 4) <> 0 and ((g.tgtype & 1) = 0 or (g.tgtype & 66) = 0))
        or exists (select from pg_catalog.pg_constraint k
                where k.conrelid in (select id from parts)
                  and (k.confrelid in (select id from parts) or (k.contype in ('p', 'u', 'x') and k.condeferrable)))
          as at_once
      from t join pg_catalog.pg_class c on c.oid = t.id""";

  /** A cast function from text is not always the input function: regclass takes numbers only from the latter. */
  private static final String COLUMNS = """
      select a.attname::pg_catalog.text as name, b.typ, a.attgenerated <> '' as generated,
        pg_catalog.format_type(b.typ, -1) as type,
        case when exists (select from pg_catalog.pg_cast k
                          where k.castsource = 25 and k.casttarget = b.typ and k.castmethod = 'f')
               or (b.typmod >= 0 and b.typ in (1186, 1187))
             then pg_catalog.format_type(b.typ, b.typmod) end as input_type
      from pg_catalog.pg_attribute a
        cross join lateral (
          with recursive d as (
            select y.oid as typ, a.atttypmod as typmod, y.typtype, y.typbasetype, y.typtypmod
            from pg_catalog.pg_type y where y.oid = a.atttypid
            union all
            select y.oid, d.typtypmod, y.typtype, y.typbasetype, y.typtypmod
            from d join pg_catalog.pg_type y on y.oid = d.typbasetype where d.typtype = 'd')
          select typ, typmod from d where typtype <> 'd') b
      where a.attrelid = %s::pg_catalog.regclass and a.attnum > 0 and not a.attisdropped
      order by a.attnum""";

  /** Asks the catalog; fails with the server's error if there is no such table. */
  static Future<CopyTarget> find(Session session, CopyData copy) {
    String name = Quoted.text(copy.table());
    return session
        .query(TABLE.formatted(name))
        .map(answer -> answer.iterator().next())
        .compose(table ->
            session.query(COLUMNS.formatted(name)).map(columns -> of(copy, table, columns)));
  }

  private static CopyTarget of(CopyData copy, Row table, RowSet<Row> rows) {
    Map<String, Column> all = new LinkedHashMap<>();
    List<Column> plain = new ArrayList<>();
    for (Row row : rows) {
      Column column =
          new Column(row.getString("name"), row.getString("type"), row.getString("input_type"));
      all.put(column.name(), column);
      if (!row.getBoolean("generated")) {
        plain.add(column);
      }
    }
    // a column that is not there is left for the server to say
    List<Column> listed = copy.columns().stream()
        .map(name -> all.getOrDefault(name, new Column(name, "pg_catalog.text", null)))
        .toList();
    return new CopyTarget(
        copy.table(),
        copy.columns().isEmpty() ? plain : listed,
        refusal(table),
        table.getBoolean("at_once"));
  }

  private static @Nullable String refusal(Row table) {
    String kind = table.getString("kind");
    if (!List.of("r", "p", "f").contains(kind)) {
      return kind.equals("v") ? "is a view" : "is no table";
    }
    if (table.getBoolean("ruled")) {
      return "has a rule for INSERT, which COPY would leave aside";
    }
    return table.getBoolean("secured") ? "has row security that holds for this role" : null;
  }

  List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }
}
