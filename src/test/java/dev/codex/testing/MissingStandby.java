package dev.codex.testing;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A standby that every commit waits for, and that is not there; nobody waits any more when it is closed. */
public final class MissingStandby implements AutoCloseable {
  private final Supplier<TestSession> sessions;

  private MissingStandby(Supplier<TestSession> sessions) {
    this.sessions = sessions;
  }

  /**
   * Returns when commits wait: a server that is told to read its settings again does so in the background.
   *
   * @param sessions of a superuser of the server
   */
  public static MissingStandby of(Supplier<TestSession> sessions) {
    MissingStandby standby = new MissingStandby(sessions);
    try (TestSession session = sessions.get()) {
      session.execute("alter system set synchronous_standby_names = 'nobody'");
      session.execute("select pg_reload_conf()");
      while (!standby.isWaitedFor(session)) {
        Thread.onSpinWait();
      }
    }
    return standby;
  }

  /** Whether a commit waits, which is then told not to. */
  private boolean isWaitedFor(TestSession session) {
    try (TestSession committing = sessions.get()) {
      committing.execute("set synchronous_commit = on");
      CompletableFuture<Void> commit = CompletableFuture.runAsync(
          () -> committing.execute("create table waits (); drop table waits"));
      String waits =
          "select exists (select from pg_stat_activity where wait_event = 'SyncRep' and pid = "
              + committing.processId() + ")";
      boolean waited = false;
      while (!waited && !commit.isDone()) {
        waited = session.value(waits);
      }
      if (waited) {
        session.execute("select pg_cancel_backend(" + committing.processId() + ")");
      }
      commit.join();
      return waited;
    }
  }

  @Override
  public void close() {
    try (TestSession session = sessions.get()) {
      session.execute("alter system reset synchronous_standby_names");
      session.execute("select pg_reload_conf()");
    }
  }
}
