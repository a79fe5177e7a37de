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
    return whileTrue(() ->
        elements.hasNext() ? step.apply(elements.next()).map(true) : Future.succeededFuture(false));
  }

  private static void advance(Supplier<Future<Boolean>> step, Promise<Void> end) {
    boolean again = true;
    while (again) {
      Future<Boolean> next = begin(step);
      if (!next.isComplete()) {
        next.onComplete(more -> goOn(more, step, end), end::fail);
        return;
      }
      // an answer that is there already must not come through a callback: those would pile up on
      // the stack
      if (next.failed()) {
        end.fail(next.cause());
        return;
      }
      again = next.result();
    }
    end.complete();
  }

  private static void goOn(boolean more, Supplier<Future<Boolean>> step, Promise<Void> end) {
    if (more) {
      advance(step, end);
    } else {
      end.complete();
    }
  }

  /** What a step throws would be lost in a callback, and the end would never come. */
  private static Future<Boolean> begin(Supplier<Future<Boolean>> step) {
    try {
      return step.get();
    } catch (RuntimeException thrown) {
      return Future.failedFuture(thrown);
    }
  }
}
