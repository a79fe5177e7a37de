package dev.codex.http;

import java.util.EnumSet;
import java.util.Set;

/**
 * Remembers how the schema stands, so that no health check has to ask the database. What was seen last holds while the
 * database cannot be reached: an outage must not take every pod out of service. May be used from any thread.
 */
final class SchemaReadiness {
  private volatile Answer answer = new Answer(SchemaHealth.SCHEMA_PENDING, Set.of(), false);

  /**
   * What the probes say.
   *
   * @param details what else is the case, and changes nothing about the verdict
   * @param started whether the schema has been ready once
   */
  record Answer(SchemaHealth health, Set<SchemaDetail> details, boolean started) {}

  /** The service is up, with a schema that is ready. */
  synchronized void ready() {
    answer = new Answer(SchemaHealth.READY, Set.of(), true);
  }

  /** The schema has not been ready yet, and this is why. */
  synchronized void notYet(SchemaHealth why) {
    if (!answer.started()) {
      answer = new Answer(why, Set.of(), false);
    }
  }

  /** The attempt to get a schema that is ready has failed. */
  void failed(Throwable failure) {
    notYet(SchemaHealth.of(failure));
  }

  /** The database was looked at while the service was up. */
  synchronized void seen(SchemaHealth health, Set<SchemaDetail> details) {
    boolean started = answer.started() || health == SchemaHealth.READY;
    answer = new Answer(health, details, started);
  }

  /** The database does not answer: what was seen last holds. */
  synchronized void unreachable() {
    seen(answer.health(), EnumSet.of(SchemaDetail.DATABASE_UNAVAILABLE));
  }

  Answer answer() {
    return answer;
  }

  SchemaHealth health() {
    return answer.health();
  }

  boolean isReady() {
    return health() == SchemaHealth.READY;
  }
}
