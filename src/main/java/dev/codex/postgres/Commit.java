package dev.codex.postgres;

/** Whether the commit of a migration waits for the disk. */
public enum Commit {
  /** Done when it is on the disk, and on that of a synchronous standby. Whatever was committed before it is there too. */
  DURABLE("on"),
  /** Done at once. A crash within the next second takes it back, whole, with everything that was committed after it. */
  DEFERRED("off");

  private final String setting;

  Commit(String setting) {
    this.setting = setting;
  }

  String setting() {
    return setting;
  }
}
