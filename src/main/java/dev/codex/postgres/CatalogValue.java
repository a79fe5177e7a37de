package dev.codex.postgres;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a statement that makes or removes something the catalog has one row of, or changes that row: it is there or
 * it is not.
 */
final class CatalogValue implements Trace {
  private static final String THERE = "there";
  private static final String ABSENT = "absent";

  private static final String INDEX = "select pg_catalog.to_regclass(%s) is not null as found";
  private static final String DATABASE =
      "select exists (select from pg_catalog.pg_database where datname = %s) as found";
  private static final String TABLESPACE =
      "select exists (select from pg_catalog.pg_tablespace where spcname = %s) as found";
  private static final String SUBSCRIPTION =
      "select exists (select from pg_catalog.pg_subscription s join pg_catalog.pg_database d on d.oid = s.subdbid"
          + " where d.datname = pg_catalog.current_database() and subname = %s) as found";
  private static final String PUBLICATIONS =
      "select subpublications::text as found from pg_catalog.pg_subscription s join pg_catalog.pg_database d"
          + " on d.oid = s.subdbid where d.datname = pg_catalog.current_database() and subname = %s";

  private static final List<Kind> KINDS = List.of(
      new Kind("drop index concurrently (?:if exists )?<qualified>\\b.*", INDEX, ABSENT),
      new Kind("create database <name>.*", DATABASE, THERE),
      new Kind("drop database (?:if exists )?<name>.*", DATABASE, ABSENT),
      new Kind("create tablespace <name>.*", TABLESPACE, THERE),
      new Kind("drop tablespace (?:if exists )?<name>.*", TABLESPACE, ABSENT),
      new Kind("create subscription <name>.*", SUBSCRIPTION, THERE),
      new Kind("drop subscription (?:if exists )?<name>.*", SUBSCRIPTION, ABSENT),
      new Kind("alter subscription <name> (?:add|drop) publication.*", PUBLICATIONS, null));

  private final String sql;
  private final @Nullable String goal;

  /** @param goal what is to be seen after the statement; null for anything but what was seen before */
  private record Kind(Pattern pattern, String sql, @Nullable String goal) {
    Kind(String words, String sql, @Nullable String goal) {
      this(Traces.pattern(words), sql, goal);
    }
  }

  private CatalogValue(String sql, @Nullable String goal) {
    this.sql = sql;
    this.goal = goal;
  }

  static Optional<CatalogValue> of(String statement) {
    for (Kind kind : KINDS) {
      Matcher found = kind.pattern().matcher(statement);
      if (found.matches()) {
        String name = Quoted.text(found.group(1));
        String argument = kind.sql().equals(INDEX)
            ? name
            : "(pg_catalog.parse_ident(" + name + "))[1]::pg_catalog.name";
        return Optional.of(new CatalogValue(kind.sql().formatted(argument), kind.goal()));
      }
    }
    return Optional.empty();
  }

  @Override
  public Future<String> look(Session session) {
    return session.query(sql).map(answer -> {
      if (answer.size() == 0) {
        return ABSENT;
      }
      Object found = answer.iterator().next().getValue("found");
      return found instanceof Boolean there ? (there ? THERE : ABSENT) : String.valueOf(found);
    });
  }

  @Override
  public boolean isEffect(@Nullable String before, String now) {
    return !now.equals(before) && (goal == null ? before != null : goal.equals(now));
  }

  @Override
  public Future<Boolean> tidy(Session session, @Nullable String before) {
    return Future.succeededFuture(false);
  }
}
