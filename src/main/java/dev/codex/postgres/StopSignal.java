package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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

  /** Completes after a time, or as soon as the end is asked for. */
  public Future<Void> pause(Vertx vertx, Duration time) {
    Timer timer = vertx.timer(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
    return Future.any(timer, requested.future())
        .<Void>mapEmpty()
        .onComplete(ended -> timer.cancel());
  }
}
