package dev.codex.postgres;

import io.vertx.core.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace of {@code CREATE INDEX CONCURRENTLY}, and its trap: when it is cut short it leaves an invalid index, which
 * {@code IF NOT EXISTS} then takes for the real one. An invalid index of the name is dropped before the statement is
 * tried again.
 */
final class ConcurrentIndex implements Trace {
  private static final Logger LOG = System.getLogger(ConcurrentIndex.class.getName());
  private static final Pattern CREATE = Traces.pattern(
      "create (?:unique )?index concurrently (?:if not exists )?<name> on (?:only )?<qualified>.*");
  private static final String ABSENT = "absent";
  private static final String VALID = "valid";
  private static final String INVALID = "invalid";

  private final String name;
  private final String table;

  private ConcurrentIndex(String name, String table) {
    this.name = name;
    this.table = table;
  }

  /** The index that a statement builds, or empty if it builds none concurrently, or one without a name. */
  static Optional<ConcurrentIndex> of(String statement) {
    Matcher create = CREATE.matcher(statement);
    return create.matches()
        ? Optional.of(new ConcurrentIndex(create.group(1), create.group(2)))
        : Optional.empty();
  }

  /** Looks the index up as the script's own search path finds the table. */
  @Override
  public Future<String> look(Session session) {
    return session
        .query("select i.indisvalid " + found())
        .map(answer ->
            answer.size() == 0 ? ABSENT : answer.iterator().next().getBoolean(0) ? VALID : INVALID);
  }

  private String found() {
    return """
        from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
        where i.indrelid = pg_catalog.to_regclass(%s)::pg_catalog.oid and c.relname = (pg_catalog.parse_ident(%s))[1]::pg_catalog.name""".formatted(Quoted.text(table), Quoted.text(name));
  }

  @Override
  public boolean isEffect(@Nullable String before, String now) {
    return now.equals(VALID) && !now.equals(before);
  }

  @Override
  public Future<Boolean> tidy(Session session, @Nullable String before) {
    return session
        .query("select c.oid::pg_catalog.regclass::text " + found() + " and not i.indisvalid")
        .compose(answer -> {
          if (answer.size() == 0) {
            return Future.<Void>succeededFuture();
          }
          LOG.log(
              Level.WARNING,
              "{0} is invalid, left by a build that was cut short: it is dropped and built again",
              this);
          return session.execute(
              "drop index concurrently " + answer.iterator().next().getString(0));
        })
        .map(false);
  }

  @Override
  public Future<String> flaw(Session session) {
    return look(session).map(state -> state.equals(INVALID) ? this + " is invalid" : "");
  }

  @Override
  public String toString() {
    return "index " + name + " on " + table;
  }
}
