package dev.codex.postgres;

import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time run migrations. It is only ever polled: a session that blocks in {@code pg_advisory_lock}
 * holds a snapshot, on which the holder's {@code CREATE INDEX CONCURRENTLY} waits, and the two deadlock. The lock is on
 * the session that also runs the scripts, so the two cannot outlive each other. It is politeness: what keeps two
 * migrators apart for certain is the fence in every script's transaction.
 */
public final class AdvisoryLock {
  private static final Logger LOG = System.getLogger(AdvisoryLock.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final long key;
  private final Duration timeout;
  private final StopSignal stop;
  private final Consumer<String> onWaiting;

  /**
   * What is looked at while another process holds the lock.
   *
   * @param <T> what the work would complete with
   */
  public interface Meanwhile<T> {
    /** What the other process has done in our place, if nothing is left to do. */
    Future<Optional<T>> look();

    /** Completes when it is worth while to look again before the pause is over. */
    Future<?> changed();
  }

  /**
   * @param timeout for how long to try
   * @param stop ends the wait early
   * @param onWaiting is told once who holds the lock, if it is not free
   */
  public AdvisoryLock(
      CodexTables tables, Duration timeout, StopSignal stop, Consumer<String> onWaiting) {
    this.key = tables.lockKey();
    this.timeout = timeout;
    this.stop = stop;
    this.onWaiting = onWaiting;
  }

  /**
   * Takes the lock, does the work and gives the lock back, also after a failure.
   *
   * @return what the work completes with; fails with {@link CodexException.LockTimedOut}, or with
   *     {@link CodexException.Interrupted} if the run was told to stop while it waited
   */
  public <T> Future<T> whileHeld(Session session, Supplier<Future<T>> work) {
    return whileHeld(session, new Unwatched<>(), work);
  }

  /** The same, unless another process has done the work by the time that the lock is free. */
  public <T> Future<T> whileHeld(
      Session session, Meanwhile<T> meanwhile, Supplier<Future<T>> work) {
    return take(session, "pg_try_advisory_lock", meanwhile)
        .compose(done -> done.isPresent()
            ? Future.succeededFuture(done.get())
            : work.get()
                .compose(
                    result -> release(session).map(result),
                    failure ->
                        release(session).transform(released -> Future.failedFuture(failure))));
  }

  /**
   * Waits until nobody holds the lock, and does the work without it: each transaction of the work takes it for itself.
   * What remains behind a pooler, where a session is shared.
   */
  public <T> Future<T> onceFree(Session session, Meanwhile<T> meanwhile, Supplier<Future<T>> work) {
    return take(session, "pg_try_advisory_xact_lock", meanwhile)
        .compose(done -> done.isPresent() ? Future.succeededFuture(done.get()) : work.get());
  }

  /** Completes with nothing when the lock is free, or with what nothing is left to do for. */
  private <T> Future<Optional<T>> take(Session session, String function, Meanwhile<T> meanwhile) {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, timeout, System::nanoTime);
    AtomicBoolean told = new AtomicBoolean();
    AtomicReference<Optional<T>> done = new AtomicReference<>(Optional.empty());
    return Repeat.whileTrue(() -> {
          if (stop.isRequested()) {
            return Future.failedFuture(new CodexException.Interrupted(
                "stopped while waiting for the migration lock", List.of()));
          }
          return ask(session, function)
              .compose(taken -> taken
                  ? Future.succeededFuture(false)
                  : waited(session, backoff, !told.getAndSet(true), meanwhile)
                      .onSuccess(done::set)
                      .map(Optional::isEmpty));
        })
        .map(ended -> done.get());
  }

  private <T> Future<Optional<T>> waited(
      Session session, Backoff backoff, boolean first, Meanwhile<T> meanwhile) {
    return (first ? tell(session) : Future.<Void>succeededFuture())
        .compose(known -> meanwhile.look())
        .compose(done -> done.isPresent()
            ? Future.succeededFuture(done)
            : keepWaiting(session, backoff, meanwhile.changed()).map(done));
  }

  private Future<Void> keepWaiting(Session session, Backoff backoff, Future<?> changed) {
    if (backoff.isExhausted()) {
      return holder(session)
          .compose(holder -> Future.failedFuture(new CodexException.LockTimedOut(timeout, holder)));
    }
    return stop.pause(session.vertx(), backoff.next(), changed);
  }

  private Future<Void> tell(Session session) {
    return holder(session).onSuccess(onWaiting::accept).mapEmpty();
  }

  private Future<Void> release(Session session) {
    if (!session.isOpen()) {
      return Future.succeededFuture();
    }
    return ask(session, "pg_advisory_unlock")
        .onSuccess(released -> {
          if (!released) {
            LOG.log(
                Level.WARNING,
                "a script has released the migration lock; the history shows what was applied");
          }
        })
        .onFailure(failure -> LOG.log(Level.DEBUG, "the lock ends with its session", failure))
        .otherwiseEmpty()
        .mapEmpty();
  }

  private Future<Boolean> ask(Session session, String function) {
    return session
        .query("select pg_catalog." + function + "(" + key + ")")
        .map(answer -> answer.iterator().next().getBoolean(0));
  }

  /** A condition in SQL: whether somebody holds the lock. */
  static String isHeld(long key) {
    return """
        exists (select from pg_catalog.pg_locks where locktype = 'advisory' and granted and objsubid = 1
          and classid = %d::bigint::oid and objid = %d::bigint::oid and database =
            (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))""".formatted(key >>> 32, key & 0xffffffffL);
  }

  /** Who holds the lock, as far as this role may see it. */
  Future<String> holder(Session session) {
    return holder(session, key);
  }

  static Future<String> holder(Session session, long key) {
    String sql = """
        select a.pid, a.application_name, a.usename::text as usename, host(a.client_addr) as client, a.state,
          extract(epoch from clock_timestamp() - a.backend_start)::bigint as age
        from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.classid = %d::bigint::oid
          and l.objid = %d::bigint::oid and l.database = (select oid from pg_database where datname = current_database())""".formatted(key >>> 32, key & 0xffffffffL);
    return session.pinned(sql).map(AdvisoryLock::describe);
  }

  private static String describe(RowSet<Row> holders) {
    if (holders.size() == 0) {
      return "a process that is just ending";
    }
    Row row = holders.iterator().next();
    StringBuilder text = new StringBuilder("pid ").append(row.getInteger("pid"));
    append(text, ", ", row.getString("application_name"));
    append(text, ", user ", row.getString("usename"));
    append(text, ", from ", row.getString("client"));
    append(text, ", ", row.getString("state"));
    Long age = row.getLong("age");
    append(text, ", connected for ", age == null ? null : age + " s");
    return text.toString();
  }

  /** Nothing but the lock tells anything. */
  private static final class Unwatched<T> implements Meanwhile<T> {
    @Override
    public Future<Optional<T>> look() {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<?> changed() {
      return Promise.promise().future();
    }
  }

  private static void append(StringBuilder text, String before, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      text.append(before).append(value);
    }
  }
}
