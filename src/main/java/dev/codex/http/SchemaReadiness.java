package dev.codex.http;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers how the schema stands, so that no health check has to ask the database. Once ready it stays so: a server that
 * cannot be reached for a while must not take every pod out of service. May be used from any thread.
 */
final class SchemaReadiness {
  private final AtomicReference<SchemaHealth> health = new AtomicReference<>(SchemaHealth.SCHEMA_PENDING);

  /** The schema is ready. */
  void ready() {
    health.set(SchemaHealth.READY);
  }

  /** The schema is not ready yet, and this is why. */
  void notYet(SchemaHealth why) {
    health.accumulateAndGet(why, (known, now) -> known == SchemaHealth.READY ? known : now);
  }

  /** The attempt to get a schema that is ready has failed. */
  void failed(Throwable failure) {
    notYet(SchemaHealth.of(failure));
  }

  SchemaHealth health() {
    return health.get();
  }

  boolean isReady() {
    return health() == SchemaHealth.READY;
  }
}
