package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace of {@code REINDEX}, which may be run again. With {@code CONCURRENTLY} it leaves invalid copies when it is cut
 * short, {@code ..._ccnew} and {@code ..._ccold}, which cost every write and which the next REINDEX does not remove.
 */
final class ReindexLeftovers implements Trace {
  private static final Logger LOG = System.getLogger(ReindexLeftovers.class.getName());
  private static final Pattern REINDEX = Traces.pattern(
      "reindex\\s*(?:\\([^)]*\\)\\s*)?(index|table|schema|database|system)(?: concurrently)?(?: <qualified>)?");

  private final String of;

  private ReindexLeftovers(String of) {
    this.of = of;
  }

  static Optional<ReindexLeftovers> of(String statement) {
    Matcher reindex = REINDEX.matcher(statement);
    if (!reindex.matches()) {
      return Optional.empty();
    }
    String name = Quoted.text(reindex.group(2));
    return Optional.of(new ReindexLeftovers(
        switch (reindex.group(1).toLowerCase(Locale.ROOT)) {
          case "index" ->
            "i.indrelid = (select indrelid from pg_catalog.pg_index where indexrelid = pg_catalog.to_regclass("
                + name + ")::pg_catalog.oid) and original.oid = pg_catalog.to_regclass(" + name
                + ")::pg_catalog.oid";
          case "table" -> "i.indrelid = pg_catalog.to_regclass(" + name + ")::pg_catalog.oid";
          case "schema" ->
            "c.relnamespace = pg_catalog.to_regnamespace(" + name + ")::pg_catalog.oid";
          default -> "c.relnamespace <> 'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid";
        }));
  }

  @Override
  public Future<String> look(Session session) {
    return Future.succeededFuture("");
  }

  @Override
  public boolean isEffect(@Nullable String before, String now) {
    return false;
  }

  @Override
  public Future<Boolean> tidy(Session session, @Nullable String before) {
    return leftovers(session)
        .compose(names -> Repeat.forEach(names.iterator(), name -> {
          LOG.log(
              Level.WARNING,
              "index {0} is invalid, left by a REINDEX that was cut short: it is dropped",
              name);
          return session.execute("drop index concurrently " + name);
        }))
        .map(false);
  }

  /** Invalid, and named after another index of its table. Those of TOAST tables are out of an owner's reach. */
  private Future<List<String>> leftovers(Session session) {
    String sql = """
        select distinct pg_catalog.format('%%I.%%I', n.nspname, c.relname)
        from pg_catalog.pg_index i
          join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname <> 'pg_toast'
          join pg_catalog.pg_index other on other.indrelid = i.indrelid and other.indexrelid <> i.indexrelid
          join pg_catalog.pg_class original on original.oid = other.indexrelid
        where not i.indisvalid and c.relname::pg_catalog.text ~ '_cc(new|old)[0-9]*$'
          and pg_catalog.starts_with(original.relname::pg_catalog.text, pg_catalog.regexp_replace(c.relname::pg_catalog.text, '_cc(new|old)[0-9]*$', ''))
          and %s order by 1""".formatted(of);
    return session.query(sql).map(answer -> {
      List<String> names = new ArrayList<>();
      for (Row row : answer) {
        names.add(row.getString(0));
      }
      return names;
    });
  }
}
