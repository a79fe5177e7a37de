package dev.codex.http;

/**
 * Remembers how the schema stands, so that no health check has to ask the database. Once ready it stays so: a server that
 * cannot be reached for a while must not take every pod out of service. May be used from any thread.
 */
final class SchemaReadiness {
  private volatile SchemaHealth health = SchemaHealth.SCHEMA_PENDING;

  /** The schema is ready. */
  synchronized void ready() {
    health = SchemaHealth.READY;
  }

  /** The schema is not ready yet, and this is why. */
  synchronized void notYet(SchemaHealth why) {
    if (!isReady()) {
      health = why;
    }
  }

  /** The attempt to get a schema that is ready has failed. */
  void failed(Throwable failure) {
    notYet(SchemaHealth.of(failure));
  }

  SchemaHealth health() {
    return health;
  }

  boolean isReady() {
    return health == SchemaHealth.READY;
  }
}
