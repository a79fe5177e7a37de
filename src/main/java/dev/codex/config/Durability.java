package dev.codex.config;

/** Which commits of a run wait until they are on the disk of the server, and of its synchronous standbys. */
public enum Durability {
  /** The last one, by which a whole run becomes durable, and those before anything that a crash does not take back. */
  RUN,
  /** Each one. */
  EACH;

  /** The word in the configuration. */
  @Override
  public String toString() {
    return ValueType.word(this);
  }
}
