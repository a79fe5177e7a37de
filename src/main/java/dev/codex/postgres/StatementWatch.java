package dev.codex.postgres;

import dev.codex.migration.Activity;
import dev.codex.migration.Blocker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a session from a second connection once a statement has run for a while: what it waits for, how far it is,
 * and whether its answer can still come. The connection is there only while a statement takes long; nothing that befalls
 * it harms the run.
 */
public final class StatementWatch {
  private static final Logger LOG = System.getLogger(StatementWatch.class.getName());
  private static final long LOOK_SECONDS = 5;

  private final Vertx vertx;
  private final Connector connector;
  private final Consumer<Activity> listener;
  private final Pace pace;
  /** None between two transactions, where each has another one. */
  private volatile @Nullable Backend backend;
  /** Completes when the connection of the statement before is closed: there is never more than one. */
  private volatile Future<Void> released = Future.succeededFuture();

  private volatile boolean ended;
  private volatile @Nullable Wait current;
  private volatile List<Blocker> blockers = List.of();

  /**
   * When to look.
   *
   * @param first how long a statement runs before it is looked at
   * @param next from one look to the next
   * @param refused from one to the next when the server does not let us in
   */
  record Pace(Duration first, Duration next, Duration refused, LostVerdict.Patience patience) {
    static final Pace USUAL = new Pace(
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        LostVerdict.Patience.USUAL);
  }

  private StatementWatch(
      Vertx vertx,
      Connector connector,
      @Nullable Backend backend,
      Consumer<Activity> listener,
      Pace pace) {
    this.vertx = vertx;
    this.connector = connector;
    this.backend = backend;
    this.listener = listener;
    this.pace = pace;
  }

  /**
   * Watches whatever a session is sent from now on.
   *
   * @param connector opens the second connection
   * @param listener is told with every look at a statement that goes on, on the session's context
   */
  public static Future<Void> over(
      Session session, Connector connector, Consumer<Activity> listener) {
    return over(session, connector, listener, Pace.USUAL);
  }

  static Future<Void> over(
      Session session, Connector connector, Consumer<Activity> listener, Pace pace) {
    return Backend.of(session)
        .onSuccess(backend -> session.watchedBy(
            new StatementWatch(session.vertx(), connector, backend, listener, pace)))
        .mapEmpty();
  }

  /** The same behind a pooler that gives a session for a transaction only: each of them is to be {@link #follow followed}. */
  public static void overShared(Session session, Connector connector, Consumer<Activity> listener) {
    overShared(session, connector, listener, Pace.USUAL);
  }

  static void overShared(
      Session session, Connector connector, Consumer<Activity> listener, Pace pace) {
    session.watchedBy(new StatementWatch(session.vertx(), connector, null, listener, pace));
  }

  /** Watches the transaction that a session has begun, until {@link #leave}. */
  Future<Void> follow(Session session) {
    return Backend.ofTransaction(session).onSuccess(found -> backend = found).mapEmpty();
  }

  void leave() {
    backend = null;
  }

  /** What an answer comes to; fails as soon as it is known that it cannot come any more. */
  <T> Future<T> until(Future<T> answer) {
    return until(answer, true);
  }

  /** The same of something of our own: nobody is told about it. */
  <T> Future<T> untilQuietly(Future<T> answer) {
    return until(answer, false);
  }

  private <T> Future<T> until(Future<T> answer, boolean told) {
    Backend watched = backend;
    if (answer.isComplete() || ended || watched == null) {
      return answer;
    }
    Promise<T> outcome = Promise.promise();
    Wait wait = new Wait(
        watched, told, outcome::tryFail, new LostVerdict(pace.patience(), System::nanoTime));
    current = wait;
    answer.onComplete(arrived -> {
      wait.end();
      if (arrived.succeeded()) {
        outcome.tryComplete(arrived.result());
      } else {
        outcome.tryFail(arrived.cause());
      }
    });
    wait.lookAfter(pace.first());
    return outcome.future();
  }

  /** Who was in the way of the last statement when it was looked at last. */
  List<Blocker> blockers() {
    return blockers;
  }

  /** Ends it with its session; completes when the second connection is closed. */
  Future<Void> end() {
    ended = true;
    Wait last = current;
    if (last != null) {
      last.end();
    }
    return released;
  }

  /** The wait for one answer. */
  private final class Wait {
    private final long sent = System.nanoTime();
    private final Backend backend;
    private final boolean told;
    private final Consumer<Throwable> lost;
    private final LostVerdict verdict;
    private boolean over;
    private @Nullable Session second;

    private Wait(Backend backend, boolean told, Consumer<Throwable> lost, LostVerdict verdict) {
      this.backend = backend;
      this.told = told;
      this.lost = lost;
      this.verdict = verdict;
    }

    private void lookAfter(Duration time) {
      vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).onSuccess(due -> look());
    }

    private void look() {
      if (isOver()) {
        return;
      }
      if (second == null && told) {
        // of a statement before; one that is not looked at, such as a rollback, leaves them be
        blockers = List.of();
      }
      connected()
          .compose(
              session -> BackendLook.at(backend, session).timeout(LOOK_SECONDS, TimeUnit.SECONDS))
          .onComplete(this::seen, this::unseen);
    }

    private Future<Session> connected() {
      Session connected = second;
      if (connected != null && connected.isOpen()) {
        return Future.succeededFuture(connected);
      }
      return released.compose(free -> connector.connect()).compose(session -> {
        second = session;
        if (isOver()) {
          release();
          return Future.failedFuture("the statement has ended");
        }
        return Future.succeededFuture(session);
      });
    }

    private void seen(BackendLook look) {
      if (isOver()) {
        return;
      }
      Optional<String> reason = verdict.after(look);
      if (reason.isPresent()) {
        giveUp(reason.get());
        return;
      }
      if (told) {
        blockers = look.blockers();
        tell(
            new Activity(Duration.ofNanos(System.nanoTime() - sent), look.blockers(), look.step()));
      }
      lookAfter(pace.next());
    }

    /** What a listener does wrong is not the run's. */
    private void tell(Activity activity) {
      try {
        listener.accept(activity);
      } catch (RuntimeException failure) {
        LOG.log(Level.WARNING, "a listener failed", failure);
      }
    }

    private void unseen(Throwable failure) {
      if (isOver()) {
        return;
      }
      LOG.log(Level.DEBUG, "no look at the running statement", failure);
      // a pooler has let us in, and has no session to spare
      boolean queued = second != null && backend.isOfTransaction();
      release();
      boolean refused = queued || Failures.sqlState(failure).isPresent();
      (queued ? Optional.<String>empty() : verdict.without(failure))
          .ifPresentOrElse(this::giveUp, () -> lookAfter(refused ? pace.refused() : pace.next()));
    }

    /** What is left of the session on the server must not keep the lock. */
    private void giveUp(String reason) {
      Session looking = second;
      Future<Void> terminated = looking == null
          ? Future.succeededFuture()
          : backend.terminate(looking).timeout(LOOK_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
      over = true;
      terminated.onComplete(done -> {
        release();
        lost.accept(new TimeoutException(reason));
      });
    }

    private boolean isOver() {
      return over || ended;
    }

    private void end() {
      over = true;
      release();
    }

    private void release() {
      Session closing = second;
      second = null;
      if (closing != null) {
        released = closing.close();
      }
    }
  }
}
