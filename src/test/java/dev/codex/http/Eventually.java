package dev.codex.http;

import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Lets a test wait for what happens on other threads. */
final class Eventually {
  private static final int SECONDS = 120;
  /** No more often than the API lets anybody ask: its answer would be that, and say nothing of what is waited for. */
  private static final long PAUSE_MILLIS = 25;

  private Eventually() {}

  /** What a future completes with. */
  static <T> T resultOf(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    } catch (TimeoutException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  /** What a future fails with. */
  static CodexException failureOf(Future<?> future) {
    return resultOf(future.transform(ended -> Future.succeededFuture(ended.cause())))
            instanceof CodexException failure
        ? failure
        : fail(future);
  }

  private static CodexException fail(Future<?> future) {
    throw new AssertionError("no CodexException", future.cause());
  }

  /** Returns when a condition holds. */
  static void holds(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come true within " + SECONDS + " s");
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException failure) {
        throw new AssertionError(failure);
      }
    }
  }
}
