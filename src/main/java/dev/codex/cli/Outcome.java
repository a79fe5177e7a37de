package dev.codex.cli;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one place where a thread waits for a future: the main thread, for the end of a command, with a deadline. */
final class Outcome {
  private Outcome() {}

  /**
   * Waits.
   *
   * @return the value; throws the failure of the future as it is
   */
  static <T> T of(Future<T> future, Duration atMost) throws Exception {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    } catch (TimeoutException late) {
      throw new IllegalStateException(
          "the command did not end within " + atMost.toSeconds() + " s", late);
    }
  }
}
