package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

/**
 * Which database a session has reached, whatever address it was reached by: a standby that has been promoted is the same
 * one, another cluster and a database made anew are not.
 *
 * @param cluster the number that a cluster is given when it is made
 * @param database the number of the database in it
 */
public record ServerIdentity(String cluster, String database) {
  private static final String SQL = """
      select %s as cluster, (select oid::text from pg_database where datname = current_database()) as database""";

  /** Asks the server. Some providers let nobody read the number of the cluster; then that of the database has to do. */
  public static Future<ServerIdentity> read(Session session) {
    return ask(session, "(select system_identifier::text from pg_control_system())")
        .recover(failure -> Failures.has(failure, Failures.NO_PRIVILEGE)
            ? ask(session, "'unknown'::text")
            : Future.failedFuture(failure));
  }

  private static Future<ServerIdentity> ask(Session session, String cluster) {
    return session.pinned(SQL.formatted(cluster)).map(answer -> {
      Row row = answer.iterator().next();
      return new ServerIdentity(row.getString("cluster"), row.getString("database"));
    });
  }
}
