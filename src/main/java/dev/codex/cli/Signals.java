package dev.codex.cli;

import io.vertx.core.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command end in order when SIGTERM or SIGINT comes: it is asked to stop, and the JVM goes on with 143 or 130 when
 * it has told what it did.
 */
final class Signals {
  private static final Logger LOG = System.getLogger("dev.codex.cli");
  /** Less than the 30 seconds that Kubernetes gives. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::shutDown, "codex-shutdown");
  private @Nullable Supplier<Future<Void>> stop;
  private boolean signalled;
  private volatile Runnable atEnd = () -> {};

  /** Takes notice of signals from now on. */
  void watch() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Something to be closed at the end, even if the command does not get there. */
  void atEnd(Runnable close) {
    atEnd = close;
  }

  /** Waits for a command that can be stopped, and stops it at once if the signal came before it began. */
  <T> T stopping(Supplier<Future<Void>> howToStop, Callable<T> command) throws Exception {
    if (isTooLateFor(howToStop)) {
      ask(howToStop);
    }
    return command.call();
  }

  private synchronized boolean isTooLateFor(Supplier<Future<Void>> howToStop) {
    stop = howToStop;
    return signalled;
  }

  /** Asks the command to stop as a signal does; the process goes on. */
  void stop() {
    Supplier<Future<Void>> howToStop = signal();
    if (howToStop != null) {
      ask(howToStop);
    }
  }

  /** Nobody waits for the answer: the command ends, and says how. */
  private static void ask(Supplier<Future<Void>> howToStop) {
    howToStop
        .get()
        .onFailure(failure -> LOG.log(Level.WARNING, "the command did not stop in order", failure));
  }

  /** The command has ended and told its result: there is nothing to wait for any more. */
  void ended() {
    told.countDown();
    try {
      boolean removed = Runtime.getRuntime().removeShutdownHook(hook);
      assert removed;
    } catch (IllegalStateException shuttingDown) {
      // a signal came first: the hook is running, and goes on now that everything is told
    }
  }

  /** What only looks, or has not begun yet, is not waited for: the process may end where it stands. */
  private void shutDown() {
    try {
      Supplier<Future<Void>> howToStop = signal();
      if (howToStop != null) {
        SecondSignal.endsAtOnce();
        LOG.log(Level.INFO, "stopping in order; a second signal ends the process at once");
        ask(howToStop);
        if (!told.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
          LOG.log(
              Level.WARNING,
              "the command did not end within {0} s and is left as it is",
              GRACE.toSeconds());
        }
      }
    } catch (Exception failure) {
      LOG.log(Level.WARNING, "the command did not stop in order", failure);
    } finally {
      atEnd.run();
    }
  }

  private synchronized @Nullable Supplier<Future<Void>> signal() {
    signalled = true;
    return stop;
  }
}
