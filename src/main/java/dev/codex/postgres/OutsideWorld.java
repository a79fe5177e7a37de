package dev.codex.postgres;

import io.vertx.core.Future;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells whether SQL may do something that a crash of the server does not take back: in another database, in a file, by a
 * program. The log of the server keeps the order of its own changes only.
 */
public final class OutsideWorld {
  /** Extensions of which it is known that all they do is in their own database. */
  private static final List<String> INWARD = List.of(
      "plpgsql",
      "pgcrypto",
      "uuid-ossp",
      "citext",
      "hstore",
      "ltree",
      "pg_trgm",
      "btree_gin",
      "btree_gist",
      "unaccent",
      "intarray",
      "cube",
      "earthdistance",
      "tablefunc",
      "fuzzystrmatch",
      "pg_stat_statements",
      "postgis",
      "vector",
      "seg",
      "isn",
      "lo",
      "tsm_system_rows",
      "tsm_system_time",
      "dict_int",
      "dict_xsyn",
      "tcn",
      "bloom",
      "intagg",
      "moddatetime");

  /** Words of statements that reach out, or that make something which does. A word too many costs a little time only. */
  private static final Pattern REACHES_OUT = Pattern.compile(
      "\\b(?:dblink\\w*|create\\s+extension|create\\s+server|foreign\\s+(?:data|table|schema)|user\\s+mapping"
          + "|program\\b|lo_export|pg_file_\\w+|load\\b|language\\s+['\"]?\\w+u\\b|language\\s+['\"]?c\\b)",
      Pattern.CASE_INSENSITIVE);

  private static final String QUERY = """
      select exists (select from pg_foreign_server) or exists (select from pg_language where lanispl and not lanpltrusted)
        or exists (select from pg_extension where extname not in ('%s'))""".formatted(String.join("', '", INWARD));

  private OutsideWorld() {}

  /** Whether the text has a word of a statement that reaches out. */
  public static boolean isMentionedIn(String sql) {
    return REACHES_OUT.matcher(sql).find();
  }

  /** Whether functions and tables of the database may reach out, which no script shows. */
  public static Future<Boolean> isReachedFrom(Session session) {
    return session.pinned(QUERY).map(answer -> answer.iterator().next().getBoolean(0));
  }
}
