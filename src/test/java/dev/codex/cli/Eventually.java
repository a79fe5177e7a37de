package dev.codex.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that another process does. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final long PAUSE_MILLIS = 30;

  private Eventually() {}

  static void isTrue(BooleanSupplier condition, Supplier<String> what) {
    isTrue(PATIENCE, condition, what);
  }

  static void isTrue(Duration patience, BooleanSupplier condition, Supplier<String> what) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + patience.toSeconds() + " s in vain for " + what.get());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
