package dev.codex.config;

/**
 * Where a value came from.
 *
 * @param rank which of two sources counts
 * @param name what to call it in a message: a variable's name, a file's path
 */
record Source(Rank rank, String name) {

  /** The first one counts. */
  enum Rank {
    FLAG,
    VARIABLE,
    DATABASE_URL,
    FILE,
    PG_VARIABLE,
    OTEL_VARIABLE,
    DEFAULT
  }

  static final Source DEFAULT = new Source(Rank.DEFAULT, "default");

  /** A key of this source, in a message. */
  String nameOf(ConfigKey<?> key) {
    return switch (rank) {
      case VARIABLE, PG_VARIABLE, OTEL_VARIABLE -> name;
      case FLAG -> key.path() + " on " + name;
      case DATABASE_URL, FILE, DEFAULT -> key.path() + " in " + name;
    };
  }

  boolean outranks(Source other) {
    return rank.compareTo(other.rank) < 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
