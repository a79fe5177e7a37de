package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SchemaReadinessTest {
  private final SchemaReadiness readiness = new SchemaReadiness();

  @Test
  void at_first_the_schema_is_pending() {
    assertThat(readiness.health()).isEqualTo(SchemaHealth.SCHEMA_PENDING);
    assertThat(readiness.isReady()).isFalse();
  }

  @Test
  void a_reason_takes_the_place_of_another() {
    readiness.notYet(SchemaHealth.DATABASE_UNAVAILABLE);
    readiness.notYet(SchemaHealth.MIGRATING);

    assertThat(readiness.health()).isEqualTo(SchemaHealth.MIGRATING);
  }

  @Test
  void once_ready_it_stays_ready() {
    readiness.ready();
    readiness.notYet(SchemaHealth.DATABASE_UNAVAILABLE);
    readiness.failed(new IllegalStateException("the server is gone"));

    assertThat(readiness.isReady()).isTrue();
  }
}
