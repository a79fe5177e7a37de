package dev.codex.postgres;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** How long to wait before the next try: twice as long each time up to a limit, with jitter, until a deadline. */
public final class Backoff {
  private final Duration longest;
  private final LongSupplier nanoClock;
  private final long deadline;
  private Duration next;

  /**
   * @param first the first pause
   * @param longest no pause is longer
   * @param budget for how long from now to try
   * @param nanoClock a monotonic clock, {@code System::nanoTime}
   */
  public Backoff(Duration first, Duration longest, Duration budget, LongSupplier nanoClock) {
    this.next = first;
    this.longest = longest;
    this.nanoClock = nanoClock;
    this.deadline = nanoClock.getAsLong() + budget.toNanos();
  }

  public boolean isExhausted() {
    return deadline - nanoClock.getAsLong() <= 0;
  }

  /** The next pause: between half of it and the whole, and never beyond the deadline. */
  public Duration next() {
    long jittered = jittered(next).toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return Duration.ofNanos(Math.max(1, Math.min(jittered, deadline - nanoClock.getAsLong())));
  }

  /** Between half of a time and the whole, so that many who failed together do not come back together. */
  public static Duration jittered(Duration time) {
    long nanos = time.toNanos();
    return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
  }
}
