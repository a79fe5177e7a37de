package dev.codex.postgres;

import dev.codex.migration.Blocker;
import dev.codex.migration.StatementPosition;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a run. It comes from a private pool of size one, because only a pool takes keepalive options and
 * a connect timeout, and because closing the pool ends the connection even when a query hangs on it.
 */
public final class Session {
  private static final String PINNED = "set local search_path = pg_catalog, pg_temp;\n";
  private static final long ANSWER_SECONDS = 60;
  private static final long CLOSE_SECONDS = 3;
  private static final long CANCEL_SECONDS = 3;

  private final Vertx vertx;
  private final Pool pool;
  private final PgConnection connection;
  private final String target;
  private volatile boolean open = true;
  private volatile @Nullable StatementWatch watch;
  private volatile @Nullable Throwable lastError;
  private volatile SentStatements statements = new SentStatements(nobody -> {});

  Session(Vertx vertx, Pool pool, PgConnection connection, String target) {
    this.vertx = vertx;
    this.pool = pool;
    this.connection = connection;
    this.target = target;
    connection.noticeHandler(notice -> {});
    connection.exceptionHandler(failure -> lastError = lastError == null ? failure : lastError);
    connection.closeHandler(closed -> open = false);
  }

  /**
   * Sends something of our own by the simple protocol; it may hold several statements, and must hold at least one. No
   * answer within a minute is a lost connection.
   */
  Future<RowSet<Row>> query(String sql) {
    StatementWatch watcher = watch;
    Future<RowSet<Row>> answer = connection.query(sql).execute();
    return (watcher == null ? answer : watcher.untilQuietly(answer))
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> lost(
            failure instanceof TimeoutException
                ? new TimeoutException("no answer within " + ANSWER_SECONDS + " s")
                : failure));
  }

  /**
   * The same where nothing may be found by a search path that others have set.
   *
   * @return the answer from the first statement given on; fails with {@link ConnectionLostException} if it was not the
   *     answer to this: PgBouncer 1.18 may hand on that to a SET of its own, and then every later one comes too late as well
   */
  Future<RowSet<Row>> pinned(String sql) {
    return query(PINNED + sql)
        .map(RowSet::next)
        .compose(answer -> answer == null ? outOfStep() : Future.succeededFuture(answer));
  }

  private <T> Future<T> outOfStep() {
    abandon();
    return lost(new IllegalStateException("the pooler answered another question than was asked"));
  }

  /** Sends one statement that may take as long as it takes. */
  Future<Void> execute(String sql) {
    return rows(sql).mapEmpty();
  }

  /** Sends one query that may take as long as it takes. */
  Future<RowSet<Row>> rows(String sql) {
    return watched(connection.query(sql).execute()).recover(this::lost);
  }

  /** Sends text by the simple protocol and counts its statements as they complete. */
  Future<SqlResult<Integer>> run(String sql, StatementCounter counter) {
    return awaited(send(sql, counter));
  }

  /** The same, without a look at how it goes on: it may have to wait for the answer to what was sent before. */
  Future<SqlResult<Integer>> send(String sql, StatementCounter counter) {
    return connection.query(sql).collecting(counter.collector()).execute();
  }

  /** What the answer to something sent comes to, watched from now on. */
  <T> Future<T> awaited(Future<T> sent) {
    return watched(sent).recover(this::lost);
  }

  /** From now on, what may take long is watched. */
  void watchedBy(StatementWatch watcher) {
    watch = watcher;
  }

  /** Behind a pooler a transaction has a process of the server for itself, which is watched until its end. */
  Future<Void> watchTransaction() {
    StatementWatch watcher = watch;
    return watcher == null ? Future.succeededFuture() : watcher.follow(this);
  }

  void leaveTransaction() {
    StatementWatch watcher = watch;
    if (watcher != null) {
      watcher.leave();
    }
  }

  /** From now on somebody is told, on the session's context, which statements of a script are sent. */
  public void tellStatements(Consumer<StatementPosition> listener) {
    statements = new SentStatements(listener);
  }

  SentStatements statements() {
    return statements;
  }

  /** Who was in the way of the last statement that took long, if it was watched. */
  List<Blocker> blockers() {
    StatementWatch watcher = watch;
    return watcher == null ? List.of() : watcher.blockers();
  }

  private <T> Future<T> watched(Future<T> answer) {
    StatementWatch watcher = watch;
    return watcher == null ? answer : watcher.until(answer);
  }

  /**
   * Lets code of the application work on the connection. The server waits while the code does something else, which is
   * told from a lost answer by asking on the same connection.
   */
  Future<Void> lend(Function<SqlConnection, Future<?>> code) {
    Future<Void> work = code.apply(connection).mapEmpty();
    StatementWatch watcher = watch;
    return watcher == null
        ? work
        : watcher
            .untilWithout(work, () -> connection.query("select 1").execute())
            .recover(failure -> failure instanceof LostAnswerException
                ? lost(failure)
                : Future.failedFuture(failure));
  }

  <T> Future<T> lost(Throwable failure) {
    if (Failures.isServerError(failure)) {
      return Future.failedFuture(failure);
    }
    open = false;
    return Future.failedFuture(
        new ConnectionLostException(target, lastError == null ? failure : lastError));
  }

  /** The process id that the server gave at log-in; a pooler gives one of its own. */
  public int processId() {
    return connection.processId();
  }

  public boolean isOpen() {
    return open;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Hands notifications of the channels listened to, on the connection's context. */
  void onNotification(Handler<PgNotification> handler) {
    connection.notificationHandler(handler);
  }

  /** Asks the server to cancel the running statement; if it cannot be asked, the connection is closed instead. */
  public Future<Void> cancel() {
    return connection
        .cancelRequest()
        .timeout(CANCEL_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> close());
  }

  /** Ends a connection that nobody waits for. */
  void abandon() {
    close().onComplete(closed -> {});
  }

  /** Ends the connection. Always succeeds, and within seconds. */
  public Future<Void> close() {
    open = false;
    StatementWatch watcher = watch;
    Future<Void> unwatched = watcher == null ? Future.succeededFuture() : watcher.end();
    return unwatched.compose(ended -> closePool());
  }

  private Future<Void> closePool() {
    return pool.close().timeout(CLOSE_SECONDS, TimeUnit.SECONDS).recover(failure -> {
      boolean slow = failure instanceof TimeoutException;
      System.getLogger(Session.class.getName())
          .log(
              System.Logger.Level.DEBUG,
              slow ? "the connection did not close in time" : "close failed",
              failure);
      return Future.succeededFuture();
    });
  }
}
