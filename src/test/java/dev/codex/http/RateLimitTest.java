package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
  private final AtomicLong clock = new AtomicLong();
  private final RateLimit limit = new RateLimit(clock::get);

  private int taken() {
    int taken = 0;
    while (limit.take()) {
      taken++;
    }
    return taken;
  }

  @Test
  void a_burst_is_let_through_and_then_a_steady_pace() {
    assertThat(taken()).isEqualTo(RateLimit.BURST);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(taken()).isEqualTo(50);
  }

  @Test
  void quiet_times_add_up_to_one_burst_at_most() {
    clock.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertThat(taken()).isEqualTo(RateLimit.BURST);
  }
}
