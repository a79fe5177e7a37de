package dev.codex.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges from looks at a backend whether an answer of it can still come. It goes by what the server says and not by how
 * long an answer takes: only a server that says nothing at all to anybody is given up after a time. Every verdict needs
 * more than one look, as an answer that is there already is read between two.
 */
final class LostVerdict {
  private static final int LOOKS = 3;

  private final Patience patience;
  private final LongSupplier nanoClock;
  private long answeredAt;
  private int silent;
  private int gone;
  private int idle;
  private long idleSince;
  private long idleSeenAt;

  /**
   * How long to wait for the answer.
   *
   * @param idle of a backend that waits for its client itself
   * @param silence of a server that answers no other connection either
   */
  record Patience(Duration idle, Duration silence) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  LostVerdict(Patience patience, LongSupplier nanoClock) {
    this.patience = patience;
    this.nanoClock = nanoClock;
    this.answeredAt = nanoClock.getAsLong();
  }

  /** After a look that was answered: why no answer can come any more, if none can. */
  Optional<String> after(BackendLook look) {
    answered();
    if (!look.isThere()) {
      gone++;
      return gone < LOOKS
          ? Optional.empty()
          : Optional.of("the server has ended its process or our transaction");
    }
    if (look.idleSinceMicros() < 0) {
      idle = 0;
      return Optional.empty();
    }
    if (idle == 0 || idleSince != look.idleSinceMicros()) {
      idle = 0;
      idleSince = look.idleSinceMicros();
      idleSeenAt = answeredAt;
    }
    idle++;
    return idle >= LOOKS && isOver(idleSeenAt, patience.idle())
        ? Optional.of("the server is done and its answer has not come")
        : Optional.empty();
  }

  /** After an attempt to look that failed; a server that refuses us has answered. */
  Optional<String> without(@Nullable Throwable failure) {
    if (failure != null && Failures.sqlState(failure).isPresent()) {
      answered();
      return Optional.empty();
    }
    silent++;
    return silent >= LOOKS && isOver(answeredAt, patience.silence())
        ? Optional.of("nothing answers there since " + patience.silence().toSeconds() + " s")
        : Optional.empty();
  }

  private void answered() {
    answeredAt = nanoClock.getAsLong();
    silent = 0;
  }

  private boolean isOver(long since, Duration time) {
    return nanoClock.getAsLong() - since >= time.toNanos();
  }
}
