package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits in a test, never for ever. */
public final class Ended {
  private static final int SECONDS = 180;

  private Ended() {}

  /** What a future completes with. */
  public static <T> T well(Future<T> future) {
    try {
      return get(future);
    } catch (ExecutionException e) {
      throw new AssertionError("failed: " + e.getCause(), e.getCause());
    }
  }

  /** With what a future fails, which has to be of a type. */
  public static <F extends Throwable> F badly(Future<?> future, Class<F> type) {
    try {
      throw new AssertionError("did not fail: " + get(future));
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(type);
      return type.cast(e.getCause());
    }
  }

  /** Until something is the case. */
  public static void until(String what, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      pause(Duration.ofMillis(10));
    }
  }

  public static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static <T> T get(Future<T> future) throws ExecutionException {
    CompletableFuture<T> adapted = new CompletableFuture<>();
    future.onComplete(adapted::complete, adapted::completeExceptionally);
    try {
      return adapted.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not ended within " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
