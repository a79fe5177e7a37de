package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final Backoff backoff = new Backoff(
      Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10), clock::get);

  @Test
  void pauses_double_up_to_the_longest_one_with_jitter_of_a_half() {
    for (long whole : new long[] {100, 200, 400, 800, 1000, 1000}) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
    }
  }

  @Test
  void no_pause_goes_beyond_the_deadline() {
    clock.addAndGet(Duration.ofSeconds(10).minusMillis(3).toNanos());
    assertThat(backoff.isExhausted()).isFalse();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(3));
    clock.addAndGet(Duration.ofMillis(3).toNanos());
    assertThat(backoff.isExhausted()).isTrue();
    assertThat(backoff.next()).isPositive();
  }
}
