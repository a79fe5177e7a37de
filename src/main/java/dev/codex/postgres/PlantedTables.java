package dev.codex.postgres;

import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/**
 * Finds tables of Codex's names that somebody else has made, with code in them that would run as us: a trigger, a rule, a
 * default. Whoever may create objects in the schema could have put them there before the first run.
 */
final class PlantedTables {
  private static final String NAMES =
      "'codex_schema_history', 'codex_attempt', 'codex_journal', 'codex_resolution'";

  private PlantedTables() {}

  /**
   * A statement before one that reads the history, in the same message: it fails unless that is an ordinary table of the
   * system's own types, as reading a view, a table with row security or a type with casts would run somebody's code.
   */
  static String guard(CodexTables tables) {
    return """
        select 1 / (case when exists (select from pg_class c where c.relname in (%s)
          and c.relnamespace = to_regnamespace(%s) and (c.relkind <> 'r' or c.relrowsecurity or exists (select from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = c.oid and a.attnum > 0
            and t.typnamespace <> 'pg_catalog'::regnamespace))) then 0 else 1 end);
        """.formatted(NAMES, Quoted.text(Quoted.name(tables.schema())));
  }

  /** What the failure of {@link #guard} means; any other failure is left as it is. */
  static Throwable explained(Throwable failure, CodexTables tables) {
    return Failures.has(failure, Failures.DIVISION_BY_ZERO)
        ? new CodexException.Refused(
            "in schema " + Quoted.name(tables.schema()) + " one of " + NAMES.replace("'", "")
                + " is not the table that Codex makes: it is a view, or has row security or types of its own, and reading it"
                + " could run somebody's code",
            "look at it, and drop it; and " + toPrevent(tables))
        : failure;
  }

  private static String toPrevent(CodexTables tables) {
    return "let nobody else create objects in that schema: revoke create on schema "
        + Quoted.name(tables.schema()) + " from public";
  }

  /** Fails with {@link CodexException.Refused} before anything is written. */
  static Future<Void> check(Session session, CodexTables tables) {
    String sql = """
        select c.relname::text as name, pg_get_userbyid(c.relowner)::text as owner
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname::text = %s and c.relname in (%s)
          and c.relowner <> (select oid from pg_roles where rolname = session_user)
          and (c.relkind <> 'r' or c.relhasrules or c.relrowsecurity
            or exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal)
            or exists (select from pg_depend d
              left join pg_attrdef a on d.classid = 'pg_attrdef'::regclass and a.oid = d.objid
              left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
              left join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
              where d.refclassid = 'pg_proc'::regclass and d.refobjid >= 16384 and c.oid in (a.adrelid, k.conrelid, i.indrelid)))""".formatted(Quoted.text(tables.schema()), NAMES);
    return session.pinned(sql).compose(answer -> refuse(answer, tables));
  }

  private static Future<Void> refuse(RowSet<Row> planted, CodexTables tables) {
    if (planted.size() == 0) {
      return Future.succeededFuture();
    }
    Row row = planted.iterator().next();
    String table = Quoted.name(tables.schema()) + "." + Quoted.name(row.getString("name"));
    return Future.failedFuture(new CodexException.Refused(
        table + " belongs to role " + Quoted.name(row.getString("owner"))
            + " and has code in it that would run as this one (a trigger, a rule, a default or a view)",
        "look at it, and drop it or run as its owner; and " + toPrevent(tables)));
  }
}
