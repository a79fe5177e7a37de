package dev.codex.example;

import dev.codex.runtime.JavaMigration;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a column that is easier to make in Java than in SQL. */
public final class FillTitles implements JavaMigration {
  @Override
  public String version() {
    return "2";
  }

  @Override
  public String description() {
    return "fill titles";
  }

  @Override
  public Future<?> migrate(SqlConnection connection) {
    return connection.query("select id, name from shelf").execute().compose(rows -> {
      List<Tuple> titles = new ArrayList<>();
      for (Row row : rows) {
        titles.add(Tuple.of(row.getString("name").toUpperCase(Locale.ROOT), row.getValue("id")));
      }
      return titles.isEmpty()
          ? Future.succeededFuture()
          : connection
              .preparedQuery("update shelf set name = $1 where id = $2")
              .executeBatch(titles);
    });
  }
}
