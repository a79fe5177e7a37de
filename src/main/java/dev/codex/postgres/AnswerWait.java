package dev.codex.postgres;

import dev.codex.migration.Activity;
import io.vertx.core.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The wait of a {@link StatementWatch} for one answer: a look after a while, and from then on again and again. */
final class AnswerWait {
  private static final Logger LOG = System.getLogger(AnswerWait.class.getName());
  private static final long LOOK_SECONDS = 5;

  private final StatementWatch watch;
  private final long sent = System.nanoTime();
  private final Backend backend;
  private final boolean told;
  private final Consumer<Throwable> lost;
  private final @Nullable Supplier<Future<?>> question;
  private LostVerdict verdict;
  private boolean over;
  private @Nullable Session second;

  AnswerWait(
      StatementWatch watch,
      Backend backend,
      boolean told,
      @Nullable Supplier<Future<?>> question,
      Consumer<Throwable> lost) {
    this.watch = watch;
    this.verdict = watch.newVerdict();
    this.backend = backend;
    this.told = told;
    this.question = question;
    this.lost = lost;
  }

  void lookAfter(Duration time) {
    watch.vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).onSuccess(due -> look());
  }

  private void look() {
    if (isOver()) {
      return;
    }
    if (second == null && told) {
      // of a statement before; one that is not looked at, such as a rollback, leaves them be
      watch.blockers = List.of();
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
    return watch.released.compose(free -> watch.connector.connect()).compose(session -> {
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
      doubt(reason.get(), look);
      return;
    }
    if (told) {
      watch.blockers = look.blockers();
      tell(new Activity(Duration.ofNanos(System.nanoTime() - sent), look.blockers(), look.step()));
    }
    lookAfter(watch.pace.next());
  }

  /** A refusal is an answer too: then nothing was lost, and the server waits for work to do. */
  private void doubt(String reason, BackendLook look) {
    if (question == null || !look.isThere()) {
      giveUp(reason);
      return;
    }
    question.get().timeout(LOOK_SECONDS, TimeUnit.SECONDS).onComplete(answer -> {
      if (answer.succeeded() || Failures.sqlState(answer.cause()).isPresent()) {
        verdict = watch.newVerdict();
        lookAfter(watch.pace.next());
      } else if (!isOver()) {
        giveUp(reason);
      }
    });
  }

  /** What a listener does wrong is not the run's. */
  private void tell(Activity activity) {
    try {
      watch.listener.accept(activity);
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
        .ifPresentOrElse(
            this::giveUp, () -> lookAfter(refused ? watch.pace.refused() : watch.pace.next()));
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
      lost.accept(new LostAnswerException(reason));
    });
  }

  private boolean isOver() {
    return over || watch.ended;
  }

  void end() {
    over = true;
    release();
  }

  private void release() {
    Session closing = second;
    second = null;
    if (closing != null) {
      watch.released = closing.close();
    }
  }
}
