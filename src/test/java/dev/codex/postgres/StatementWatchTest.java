package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.migration.Activity;
import dev.codex.runtime.Ended;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StatementWatchTest extends WatchedSession {
  @Test
  void a_second_connection_is_there_only_while_a_statement_takes_long(TestDatabase database) {
    Connector connector = connector(database, 0);
    Session session = watched(connector, connector);
    Future<Void> statement;
    try (TestSession gate = closeTheGate(database)) {
      assertThat(gate.processId()).isPositive();
      statement = session.execute(AT_THE_GATE);
      Ended.until("two sessions", () -> sessions(database) == 2);
      Ended.until("looked at", () -> !seen.isEmpty());
    }
    Ended.well(statement);
    Ended.until("one session", () -> sessions(database) == 1);
    Ended.well(session.close());
  }

  @Test
  void statements_that_take_no_time_cost_no_second_connection(TestDatabase database) {
    StatementWatch.Pace patient = new StatementWatch.Pace(
        Duration.ofMinutes(10), FAST.next(), FAST.refused(), FAST.patience());
    try (FaultProxy wire = FaultProxy.to(database)) {
      Connector connector = connector(database, wire.port());
      Session session = Ended.well(connector.connect());
      Ended.well(StatementWatch.over(session, connector, seen::add, patient));
      for (int i = 0; i < 20; i++) {
        Ended.well(session.execute("select 1"));
      }
      assertThat(wire.queries()).hasSizeGreaterThanOrEqualTo(20);
      assertThat(wire.connections()).isEqualTo(1);
      assertThat(seen).isEmpty();
      Ended.well(session.close());
    }
  }

  /** The server may still be ending the one before, which was closed in the middle of a look. */
  @Test
  void one_statement_after_the_other_there_are_no_more_than_two_that_stay(TestDatabase database) {
    Connector connector = connector(database, 0);
    Session session = watched(connector, connector);
    long most = 0;
    for (int i = 0; i < 20; i++) {
      Future<Void> statement = session.execute("select pg_sleep(0.05)");
      while (!statement.isComplete()) {
        most = Math.max(most, sessions(database));
      }
      Ended.until("no more than two", () -> sessions(database) <= 2);
    }
    assertThat(most).isLessThanOrEqualTo(3);
    Ended.until("the last is closed", () -> sessions(database) == 1);
    Ended.well(session.close());
  }

  @Test
  void a_session_that_is_closed_closes_it_too(TestDatabase database) {
    Connector connector = connector(database, 0);
    Session session = watched(connector, connector);
    Future<Void> statement = session.execute("select pg_sleep(60)");
    Ended.until("two sessions", () -> sessions(database) == 2);
    Ended.well(session.close());
    Ended.until("the second has gone first", () -> sessions(database) == 1);
    assertThat(statement.isComplete()).isFalse();
    Ended.until("the statement has ended", statement::isComplete);
  }

  @Test
  void that_it_cannot_connect_harms_nobody(TestDatabase database) {
    Connector connector = connector(database, 0);
    database.executeAsSuperuser("alter role " + database.username() + " connection limit 1");
    Session session = watched(connector, connector);
    Ended.well(session.execute("select pg_sleep(1.5)"));
    assertThat(seen).isEmpty();
    Ended.well(session.close());
    database.executeAsSuperuser("alter role " + database.username() + " connection limit -1");
  }

  @Test
  void a_statement_that_waits_for_a_lock_names_who_holds_it(TestDatabase database) {
    database.execute("create table t ()");
    Connector connector = connector(database, 0);
    Session session = watched(connector, connector);
    try (TestSession other = database.open()) {
      other.execute("begin; lock table t");
      Future<Void> statement = session.execute("alter table t add column x int");
      Ended.until("blocked", () -> seen.stream().anyMatch(Activity::isBlocked));
      assertThat(seen.get(seen.size() - 1).blockers()).singleElement().satisfies(blocker -> {
        assertThat(blocker.pid()).isEqualTo(other.processId());
        assertThat(blocker.user()).isEqualTo(database.username());
        assertThat(blocker.application()).isEqualTo("codex-test");
        assertThat(blocker.state()).isEqualTo("idle in transaction");
        assertThat(blocker.transactionAge()).isNotNull();
        assertThat(blocker.query()).isEqualTo("begin; lock table t");
      });
      other.execute("rollback");
      Ended.well(statement);
    }
    Ended.well(session.close());
  }
}
