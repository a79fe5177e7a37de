package dev.codex.postgres;

import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells a run that it has to end, and wakes it where it waits on a timer. */
public final class StopSignal {
  private final Promise<Void> requested = Promise.promise();

  /** Asks for the end; once is enough, more does no harm. May be called from any thread. */
  public void request() {
    requested.tryComplete();
  }

  public boolean isRequested() {
    return requested.future().isComplete();
  }

  /** Completes when the end is asked for, on the asker's thread. */
  public Future<Void> requested() {
    return requested.future();
  }

  /**
   * What a work completes with, or a failure with {@link CodexException.Interrupted} as soon as the end is asked for.
   *
   * @param what the work, for the message
   * @param late is handed what the work comes up with after that
   */
  public <T> Future<T> orStopped(Future<T> work, String what, Consumer<T> late) {
    Promise<T> first = Promise.promise();
    work.onComplete(
        done -> {
          if (!first.tryComplete(done)) {
            late.accept(done);
          }
        },
        first::tryFail);
    requested
        .future()
        .onSuccess(asked -> first.tryFail(new CodexException.Interrupted("stopped while " + what)));
    return first.future();
  }

  /** Completes after a time, or as soon as the end is asked for. */
  public Future<Void> pause(Vertx vertx, Duration time) {
    return pause(vertx, time, requested.future());
  }

  /** The same, or as soon as something else completes. */
  Future<Void> pause(Vertx vertx, Duration time, Future<?> woken) {
    Timer timer = vertx.timer(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
    return Future.any(timer, requested.future(), woken)
        .<Void>mapEmpty()
        .onComplete(ended -> timer.cancel());
  }
}
