package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace of {@code CREATE INDEX CONCURRENTLY ON ...}, whose name the server chooses: which indexes the table had before
 * tells which one is new. While such a script runs, nobody else should make indexes on its table.
 */
final class UnnamedIndex implements Trace {
  private static final Logger LOG = System.getLogger(UnnamedIndex.class.getName());
  private static final Pattern CREATE =
      Traces.pattern("create (?:unique )?index concurrently on (?:only )?<qualified>.*");
  private static final String INVALID = "!";

  private final String table;

  private UnnamedIndex(String table) {
    this.table = table;
  }

  static Optional<UnnamedIndex> of(String statement) {
    Matcher create = CREATE.matcher(statement);
    return create.matches() ? Optional.of(new UnnamedIndex(create.group(1))) : Optional.empty();
  }

  /** The numbers of the table's indexes, the invalid ones marked. */
  @Override
  public Future<String> look(Session session) {
    String sql = """
        select coalesce(pg_catalog.string_agg(indexrelid::pg_catalog.text || case when indisvalid then '' else '%s' end, ' '
          order by indexrelid), '') from pg_catalog.pg_index where indrelid = pg_catalog.to_regclass(%s)::pg_catalog.oid""".formatted(INVALID, Quoted.text(table));
    return session.query(sql).map(answer -> answer.iterator().next().getString(0));
  }

  @Override
  public boolean isEffect(@Nullable String before, String now) {
    List<String> added = added(before, now);
    return added.size() == 1 && !added.get(0).endsWith(INVALID);
  }

  private static List<String> added(@Nullable String before, String now) {
    if (before == null) {
      return List.of();
    }
    List<String> added = new ArrayList<>(Arrays.asList(now.split(" ")));
    added.removeAll(Arrays.asList(before.split(" ")));
    added.remove("");
    return added;
  }

  @Override
  public Future<Boolean> tidy(Session session, @Nullable String before) {
    return look(session)
        .map(now -> added(before, now).stream()
            .filter(index -> index.endsWith(INVALID))
            .map(index -> index.replace(INVALID, ""))
            .toList())
        .compose(invalid -> Repeat.forEach(invalid.iterator(), index -> drop(session, index)))
        .map(false);
  }

  private static Future<Void> drop(Session session, String index) {
    return session
        .query("select " + index + "::pg_catalog.regclass::pg_catalog.text")
        .compose(name -> {
          Row row = name.iterator().next();
          return session.execute("drop index concurrently " + row.getString(0));
        });
  }

  @Override
  public Future<Void> afterFailure(Session session, String before) {
    return tidy(session, before)
        .onFailure(failure -> LOG.log(
            Level.WARNING,
            "an invalid index of table {0} may be left: {1}",
            table,
            Failures.reason(failure)))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
