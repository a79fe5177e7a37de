package dev.codex.faults;

import dev.codex.runtime.JavaMigration;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** A migration in Java that asks, writes by a prepared statement, and notes its transaction as the scripts do. */
final class Filling implements JavaMigration {
  @Override
  public String version() {
    return "2";
  }

  @Override
  public String description() {
    return "filling";
  }

  @Override
  public Future<?> migrate(SqlConnection connection) {
    return connection
        .query("select count(*) from t")
        .execute()
        .compose(counted -> connection
            .preparedQuery("insert into t values ($1, $2)")
            .executeBatch(List.of(Tuple.of(7, 8), Tuple.of(9, 10))))
        .compose(
            filled -> connection.query(Workloads.note(getClass().getName())).execute());
  }
}
