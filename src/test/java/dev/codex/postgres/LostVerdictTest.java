package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.postgres.LostVerdict.Patience;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class LostVerdictTest {
  private static final BackendLook WORKS = new BackendLook(true, -1, List.of(), null);
  private static final BackendLook GONE = new BackendLook(false, -1, List.of(), null);
  private static final TimeoutException SILENCE = new TimeoutException("no answer");

  private final long[] clock = new long[1];
  private final LostVerdict verdict =
      new LostVerdict(new Patience(Duration.ofSeconds(10), Duration.ofSeconds(60)), () -> clock[0]);

  private static BackendLook idleSince(long micros) {
    return new BackendLook(true, micros, List.of(), null);
  }

  private void later(int seconds) {
    clock[0] += Duration.ofSeconds(seconds).toNanos();
  }

  private Optional<String> afterASecond(BackendLook look) {
    later(1);
    return verdict.after(look);
  }

  @Test
  void a_statement_that_works_is_never_given_up() {
    for (int hour = 0; hour < 10; hour++) {
      later(3600);
      assertThat(verdict.after(WORKS)).isEmpty();
    }
  }

  @Test
  void a_process_that_is_gone_is_looked_for_three_times() {
    assertThat(afterASecond(GONE)).isEmpty();
    assertThat(afterASecond(GONE)).isEmpty();
    assertThat(afterASecond(GONE)).hasValue("the server has ended its process or our transaction");
  }

  @Test
  void a_process_that_waits_for_us_while_we_wait_for_it_is_given_up_after_a_time() {
    for (int second = 0; second < 10; second++) {
      assertThat(afterASecond(idleSince(7))).isEmpty();
    }
    assertThat(afterASecond(idleSince(7)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("answer has not come"));
  }

  @Test
  void one_that_has_done_something_meanwhile_is_not() {
    for (int second = 0; second < 100; second++) {
      assertThat(afterASecond(idleSince(second / 9))).isEmpty();
    }
  }

  @Test
  void one_long_pause_between_two_looks_is_no_proof() {
    assertThat(afterASecond(idleSince(7))).isEmpty();
    later(3600);
    assertThat(verdict.after(idleSince(7))).isEmpty();
  }

  @Test
  void a_server_that_answers_nobody_is_given_up_after_a_longer_time() {
    for (int attempt = 0; attempt < 5; attempt++) {
      later(10);
      assertThat(verdict.without(SILENCE)).isEmpty();
    }
    later(10);
    assertThat(verdict.without(SILENCE)).isPresent();
  }

  @Test
  void one_that_refuses_us_is_not_silent() {
    PgException full = new PgException("too many", "FATAL", "53300", null);
    for (int attempt = 0; attempt < 100; attempt++) {
      later(30);
      assertThat(verdict.without(full)).isEmpty();
    }
  }
}
