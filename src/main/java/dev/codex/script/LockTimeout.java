package dev.codex.script;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the value of {@code codex:lock-timeout}, which is written as the durations of the configuration are. */
final class LockTimeout {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})\\s*(ms|s|m|h)?");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);
  /** What PostgreSQL takes: milliseconds in 31 bits. */
  private static final long LONGEST = Integer.MAX_VALUE;

  private LockTimeout() {}

  /** A number without a unit is in seconds. */
  static Optional<Duration> read(String value) {
    Matcher shape = SHAPE.matcher(value);
    if (!shape.matches()) {
      return Optional.empty();
    }
    String unit = shape.group(2) == null ? "s" : shape.group(2);
    long millis = Long.parseLong(shape.group(1)) * MILLIS.getOrDefault(unit, 1000L);
    return millis > LONGEST ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }
}
