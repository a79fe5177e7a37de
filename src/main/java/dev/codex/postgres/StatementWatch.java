package dev.codex.postgres;

import dev.codex.migration.Activity;
import dev.codex.migration.Blocker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a session from a second connection once a statement has run for a while: what it waits for, how far it is,
 * and whether its answer can still come. The connection is there only while a statement takes long; nothing that befalls
 * it harms the run.
 */
public final class StatementWatch {
  final Vertx vertx;
  final Connector connector;
  final Consumer<Activity> listener;
  final Pace pace;
  /** None between two transactions, where each has another one. */
  private volatile @Nullable Backend backend;
  /** Completes when the connection of the statement before is closed: there is never more than one. */
  volatile Future<Void> released = Future.succeededFuture();

  volatile boolean ended;
  private volatile @Nullable AnswerWait current;
  volatile List<Blocker> blockers = List.of();

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
    return until(answer, true, null);
  }

  /** The same of something of our own: nobody is told about it. */
  <T> Future<T> untilQuietly(Future<T> answer) {
    return until(answer, false, null);
  }

  /**
   * The same of work that may let the server wait.
   *
   * @param question is asked before a server that waits is taken for one whose answer was lost
   */
  <T> Future<T> untilWithout(Future<T> work, Supplier<Future<?>> question) {
    return until(work, true, question);
  }

  private <T> Future<T> until(
      Future<T> answer, boolean told, @Nullable Supplier<Future<?>> question) {
    Backend watched = backend;
    if (answer.isComplete() || ended || watched == null) {
      return answer;
    }
    Promise<T> outcome = Promise.promise();
    AnswerWait wait = new AnswerWait(this, watched, told, question, outcome::tryFail);
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

  LostVerdict newVerdict() {
    return new LostVerdict(pace.patience(), System::nanoTime);
  }

  /** Who was in the way of the last statement when it was looked at last. */
  List<Blocker> blockers() {
    return blockers;
  }

  /** Ends it with its session; completes when the second connection is closed. */
  Future<Void> end() {
    ended = true;
    AnswerWait last = current;
    if (last != null) {
      last.end();
    }
    return released;
  }
}
