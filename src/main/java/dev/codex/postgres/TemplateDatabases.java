package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole databases, made and copied for tests. A copy is made of a template, by the server and without a script being run.
 * A template that nobody has renewed for a month is swept away, and so are the copies of a run that is over: their names
 * hold the run's, and {@code pg_stat_activity} tells which runs go on.
 */
public final class TemplateDatabases {
  private static final String DUPLICATE_DATABASE = "42P04";
  private static final String UNUSED = """
      select datname from pg_catalog.pg_database
      where (datname like 'codex\\_copy\\_%' and not exists (
          select from pg_catalog.pg_stat_activity
          where application_name like 'codex test %'
            and starts_with(datname, 'codex_copy_' || split_part(application_name, ' ', 3) || '_')))
        or (datname like 'codex\\_template\\_%'
          and pg_catalog.shobj_description(oid, 'pg_database') < (current_date - 30)::text)
      """;

  private TemplateDatabases() {}

  public static Future<Boolean> exists(Session session, String name) {
    return session
        .query("select from pg_catalog.pg_database where datname = " + Quoted.text(name))
        .map(rows -> rows.size() > 0);
  }

  /** Makes an empty database. */
  public static Future<Void> create(Session session, String name) {
    return copy(session, "template0", name);
  }

  /** Makes a database like another one, to which nobody may be connected. */
  public static Future<Void> copy(Session session, String template, String name) {
    return session
        .query("create database " + Quoted.name(name) + " template " + Quoted.name(template))
        .mapEmpty();
  }

  /** Makes a database a template under its lasting name; if there is one meanwhile, this one goes. */
  public static Future<Void> publish(Session session, String name, String template) {
    return session
        .query("alter database " + Quoted.name(name) + " rename to " + Quoted.name(template))
        .compose(
            renamed -> session.query("do $$ begin execute format('comment on database %I is %L', "
                + Quoted.text(template) + ", current_date); end $$"))
        .<Void>mapEmpty()
        .recover(failure ->
            Failures.sqlState(failure).filter(DUPLICATE_DATABASE::equals).isPresent()
                ? drop(session, name)
                : Future.failedFuture(failure));
  }

  /** Drops a database, whoever is connected to it. */
  public static Future<Void> drop(Session session, String name) {
    return session
        .query("drop database if exists " + Quoted.name(name) + " with (force)")
        .mapEmpty();
  }

  /** Drops what runs that are over have left. */
  public static Future<Void> sweep(Session session) {
    return session.query(UNUSED).compose(rows -> {
      List<String> names = new ArrayList<>();
      for (Row row : rows) {
        names.add(row.getString(0));
      }
      Future<Void> swept = Future.succeededFuture();
      for (String name : names) {
        swept = swept.compose(dropped -> drop(session, name));
      }
      return swept;
    });
  }
}
