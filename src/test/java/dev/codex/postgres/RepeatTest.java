package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.runtime.Ended;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class RepeatTest {
  @Test
  void a_hundred_thousand_steps_that_are_done_at_once_do_not_overflow_the_stack(Vertx vertx) {
    AtomicInteger count = new AtomicInteger();
    Future<Void> end = vertx
        .timer(1, TimeUnit.MILLISECONDS)
        .compose(passed ->
            Repeat.whileTrue(() -> Future.succeededFuture(count.incrementAndGet() < 100_000)));
    Ended.well(end);
    assertThat(count).hasValue(100_000);
  }

  @Test
  void elements_follow_each_other_in_order_until_one_fails(Vertx vertx) {
    List<Integer> seen = new ArrayList<>();
    Future<Void> end = Repeat.forEach(IntStream.range(0, 10).iterator(), number -> {
      seen.add(number);
      return number == 3
          ? Future.failedFuture(new IllegalStateException("three"))
          : vertx.timer(1, TimeUnit.MILLISECONDS).mapEmpty();
    });
    assertThat(Ended.badly(end, IllegalStateException.class)).hasMessage("three");
    assertThat(seen).containsExactly(0, 1, 2, 3);
  }

  @Test
  void what_a_step_throws_ends_it(Vertx vertx) {
    AtomicInteger count = new AtomicInteger();
    Future<Void> end = Repeat.whileTrue(() -> {
      if (count.incrementAndGet() == 2) {
        throw new IllegalStateException("thrown");
      }
      return vertx.timer(1, TimeUnit.MILLISECONDS).map(true);
    });
    assertThat(Ended.badly(end, IllegalStateException.class)).hasMessage("thrown");
  }
}
