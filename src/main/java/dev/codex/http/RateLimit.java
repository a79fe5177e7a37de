package dev.codex.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/**
 * Keeps the API from being asked more often than people and their tools do: a bucket of calls that fills up again at a
 * steady pace. For the context of one server; the health checks are not counted.
 */
final class RateLimit {
  static final int BURST = 200;
  private static final double PER_NANOSECOND = 50 / 1e9;

  private final LongSupplier nanoTime;
  private double left = BURST;
  private long last;

  RateLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Lets a call through, or answers with 429. */
  void admit(RoutingContext request) {
    if (take()) {
      request.next();
      return;
    }
    request.response().putHeader("Retry-After", "1");
    Answers.send(request, 429, new JsonObject().put("error", "too_many_requests"));
  }

  /** Whether there is a call left in the bucket, which is taken then. */
  boolean take() {
    long now = nanoTime.getAsLong();
    left = Math.min(BURST, left + (now - last) * PER_NANOSECOND);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
