package dev.codex.faults;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How a run has ended: with what it answers or with a failure, or not at all. */
record End(@Nullable Object answer, @Nullable Throwable failure) {
  boolean isGood() {
    return failure == null;
  }

  /** Whether it would only be in the way of the next run. */
  boolean isEndless() {
    return failure instanceof TimeoutException;
  }

  /** Waits for it. */
  static End of(Future<?> run, Duration patience) {
    CompletableFuture<Object> adapted = new CompletableFuture<>();
    run.onComplete(adapted::complete, adapted::completeExceptionally);
    try {
      return new End(adapted.get(patience.toMillis(), TimeUnit.MILLISECONDS), null);
    } catch (ExecutionException failure) {
      return new End(null, failure.getCause());
    } catch (TimeoutException late) {
      return new End(null, new TimeoutException("no end within " + patience));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public String toString() {
    return failure == null ? "success" : failure.toString();
  }
}
