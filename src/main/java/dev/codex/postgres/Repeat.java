package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does something again and again, each time after the last has ended. A chain of ten thousand futures would overflow the
 * stack when its end comes through; this one has no depth.
 */
public final class Repeat {
  private Repeat() {}

  /** Until a step answers false, or fails. */
  public static Future<Void> whileTrue(Supplier<Future<Boolean>> step) {
    Promise<Void> end = Promise.promise();
    advance(step, end);
    return end.future();
  }

  /** For each element, until one fails. */
  public static <T> Future<Void> forEach(Iterator<T> elements, Function<T, Future<Void>> step) {
    return whileTrue(() -> elements.hasNext()
        ? step.apply(elements.next()).map(true)
        : Future.succeededFuture(false));
  }

  private static void advance(Supplier<Future<Boolean>> step, Promise<Void> end) {
    step.get().onComplete(
        again -> {
          if (again) {
            advance(step, end);
          } else {
            end.complete();
          }
        },
        end::fail);
  }
}
