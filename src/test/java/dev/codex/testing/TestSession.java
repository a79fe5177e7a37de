package dev.codex.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A connection of a test, whose calls block. A test that leaves it open fails: it is a session like any other. Errors of
 * the server are thrown as {@link PgException}.
 */
public final class TestSession implements AutoCloseable {
  private static final int SECONDS = 180;

  private final PgConnection connection;

  private TestSession(PgConnection connection) {
    this.connection = connection;
  }

  static TestSession open(Vertx vertx, PgConnectOptions options) {
    PgConnection connection = await(PgConnection.connect(vertx, options));
    connection.noticeHandler(ignored -> {});
    return new TestSession(connection);
  }

  /** Runs one statement or several, in one implicit transaction if they have none. */
  public synchronized void execute(String sql) {
    await(connection.query(sql).execute());
  }

  /** The rows of one statement, in order, by column name. */
  public synchronized List<Map<String, Object>> query(String sql, Object... parameters) {
    RowSet<Row> rows = await(
        parameters.length == 0
            ? connection.query(sql).execute()
            : connection.preparedQuery(sql).execute(Tuple.wrap(parameters)));
    List<Map<String, Object>> found = new ArrayList<>();
    rows.forEach(row -> found.add(byName(row)));
    return found;
  }

  /** The first column of the first row, null if there is none. */
  @SuppressWarnings("unchecked")
  public <T> T value(String sql, Object... parameters) {
    return (T) query(sql, parameters).stream()
        .findFirst()
        .map(row -> row.values().iterator().next())
        .orElse(null);
  }

  /** The first column of all rows. */
  @SuppressWarnings("unchecked")
  public <T> List<T> values(String sql, Object... parameters) {
    return query(sql, parameters).stream()
        .map(row -> (T) row.values().iterator().next())
        .toList();
  }

  /** The server's process for this session. */
  public int processId() {
    return connection.processId();
  }

  @Override
  public void close() {
    await(connection.close());
  }

  private static Map<String, Object> byName(Row row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int column = 0; column < row.size(); column++) {
      values.put(row.getColumnName(column), row.getValue(column));
    }
    return values;
  }

  /** Unlike {@code Future.await}, on any thread. */
  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(failure.getCause());
    } catch (TimeoutException failure) {
      throw new AssertionError("PostgreSQL did not answer within " + SECONDS + " s", failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new AssertionError(failure);
    }
  }
}
