package dev.codex.pods;

/** One run of a container, from its start to its exit. */
interface Running {
  /** Whether it has ended within the time. */
  boolean ended(long millis) throws InterruptedException;

  /** How it ended; 137 after a SIGKILL. */
  int exitCode();

  /** SIGTERM. */
  void terminate();

  /** SIGKILL. */
  void kill();

  default boolean isAlive() {
    try {
      return !ended(0);
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
