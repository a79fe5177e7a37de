package dev.codex.cli;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a command end in order when SIGTERM or SIGINT comes: it is asked to stop, and the JVM goes on with 143 or 130 when
 * it has told what it did.
 */
final class Signals {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::shutDown, "codex-shutdown");
  private volatile Supplier<Future<Void>> stop = Future::succeededFuture;
  private volatile Runnable atEnd = () -> {};

  /** Takes notice of signals from now on. */
  void watch() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Something to be closed at the end, even if the command does not get there. */
  void atEnd(Runnable close) {
    atEnd = close;
  }

  /** Waits for a command that can be stopped. */
  <T> T stopping(Supplier<Future<Void>> howToStop, Callable<T> command) throws Exception {
    stop = howToStop;
    return command.call();
  }

  /** The command has ended and told its result: there is nothing to wait for any more. */
  void ended() {
    told.countDown();
    try {
      boolean removed = Runtime.getRuntime().removeShutdownHook(hook);
      assert removed;
    } catch (IllegalStateException shuttingDown) {
      // a signal came first: the hook is running, and goes on now that everything is told
      stop = Future::succeededFuture;
    }
  }

  private void shutDown() {
    try {
      Outcome.of(stop.get(), GRACE);
      boolean inTime = told.await(GRACE.toSeconds(), TimeUnit.SECONDS);
      if (!inTime) {
        System.getLogger("dev.codex.cli").log(System.Logger.Level.WARNING, "the command did not end in time");
      }
    } catch (Exception failure) {
      System.getLogger("dev.codex.cli").log(System.Logger.Level.WARNING, "the command did not stop in order", failure);
    } finally {
      atEnd.run();
    }
  }
}
