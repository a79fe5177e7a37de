package dev.codex.faults;

import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sessions of the superuser outside of every database of a run, lent to one caller each. */
final class Administrators implements AutoCloseable {
  private final BlockingQueue<TestSession> free = new LinkedBlockingQueue<>();
  private final int number;

  private Administrators(int number) {
    this.number = number;
  }

  /** As many as make databases beside each other. */
  static Administrators of(TestDatabase database, int number) {
    Administrators all = new Administrators(number);
    for (int one = 0; one < number; one++) {
      all.free.add(database.openElsewhere());
    }
    return all;
  }

  <T> T ask(Function<TestSession, T> work) {
    try {
      TestSession session = free.take();
      try {
        return work.apply(session);
      } finally {
        free.add(session);
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  void tell(Consumer<TestSession> work) {
    ask(session -> {
      work.accept(session);
      return session;
    });
  }

  @Override
  public void close() {
    for (int one = 0; one < number; one++) {
      tell(TestSession::close);
      free.poll();
    }
  }
}
