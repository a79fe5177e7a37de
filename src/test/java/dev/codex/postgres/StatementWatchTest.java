package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.migration.Activity;
import dev.codex.runtime.Ended;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class StatementWatchTest {
  private static final StatementWatch.Pace FAST = new StatementWatch.Pace(
      Duration.ofMillis(20),
      Duration.ofMillis(20),
      Duration.ofMillis(20),
      new LostVerdict.Patience(Duration.ofMillis(200), Duration.ofMillis(300)));

  /** Waits until the test lets it pass. */
  private static final String AT_THE_GATE = "select pg_advisory_xact_lock(7)";

  private final List<Activity> seen = new CopyOnWriteArrayList<>();
  private Vertx vertx;

  @BeforeEach
  void take(Vertx given) {
    vertx = given;
  }

  private Connector connector(TestDatabase database, int port) {
    var json = database.config();
    json.getJsonObject("database")
        .getJsonObject("postgres")
        .put("host", port == 0 ? database.host() : "127.0.0.1")
        .put("port", port == 0 ? database.port() : port)
        .put("ssl_mode", "disable");
    return new Connector(vertx, CodexConfig.from(json).database(), "watched");
  }

  /** A session through one address that is watched through another. */
  private Session watched(Connector first, Connector second) {
    Session session = Ended.well(first.connect());
    Ended.well(StatementWatch.over(session, second, seen::add, FAST));
    return session;
  }

  private static long sessions(TestDatabase database) {
    return database.value("select count(*) from pg_stat_activity where datname = current_database()"
        + " and application_name = 'watched'");
  }

  private static TestSession closeTheGate(TestDatabase database) {
    TestSession gate = database.open();
    gate.execute("select pg_advisory_lock(7)");
    return gate;
  }

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
  void an_answer_that_is_lost_in_silence_ends_the_wait_and_the_process(TestDatabase database) {
    Silence silence = Silence.before(vertx, database);
    Session session = watched(connector(database, silence.port()), connector(database, 0));
    Future<Void> statement;
    try (TestSession gate = closeTheGate(database)) {
      assertThat(gate.processId()).isPositive();
      statement = session.execute(AT_THE_GATE);
      Ended.until("looked at", () -> !seen.isEmpty());
      silence.fall();
    }
    assertThat(Ended.badly(statement, ConnectionLostException.class))
        .hasMessageContaining("answer has not come");
    Ended.until("no session", () -> sessions(database) == 0);
    Ended.well(session.close());
  }

  @Test
  void a_transaction_behind_a_pooler_is_watched_until_its_end(TestDatabase database) {
    Silence silence = Silence.before(vertx, database);
    Session session = Ended.well(connector(database, silence.port()).connect());
    StatementWatch.overShared(session, connector(database, 0), seen::add, FAST);
    Ended.well(session.execute("select pg_sleep(0.1)"));
    assertThat(seen).isEmpty();
    Ended.well(session.execute("begin"));
    Ended.well(session.watchTransaction());
    int pid =
        Ended.well(session.query("select pg_backend_pid()")).iterator().next().getInteger(0);
    Future<Void> statement;
    try (TestSession gate = closeTheGate(database)) {
      assertThat(gate.processId()).isPositive();
      statement = session.execute(AT_THE_GATE + "; commit");
      Ended.until("looked at", () -> !seen.isEmpty());
      silence.fall();
    }
    assertThat(Ended.badly(statement, ConnectionLostException.class))
        .hasMessageContaining("has ended its process or our transaction");
    // by then it serves another client, whom it must not be taken from
    Ended.until("the one that looked is closed", () -> sessions(database) == 1);
    assertThat(
            database.<Integer>values(
                "select pid from pg_stat_activity where application_name = 'watched' and datname = current_database()"))
        .containsExactly(pid);
    database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
        + " where application_name = 'watched' and datname = current_database()");
    Ended.well(session.close());
  }

  @Test
  void code_may_let_the_server_wait_and_its_lost_answer_is_noticed_all_the_same(
      TestDatabase database) {
    Silence silence = Silence.before(vertx, database);
    Session session = watched(connector(database, silence.port()), connector(database, 0));
    Ended.well(session.execute("begin"));
    Ended.well(session.lend(
        connection -> connection.query("select 1").execute().compose(done -> vertx.timer(1500))));
    assertThat(session.isOpen()).isTrue();
    Future<Void> lent = session.lend(connection -> {
      silence.fall();
      return connection.query("select 2").execute();
    });
    assertThat(Ended.badly(lent, ConnectionLostException.class))
        .hasMessageContaining("answer has not come");
    Ended.until("no session", () -> sessions(database) == 0);
    Ended.well(session.close());
  }

  /** The server then counts as active, and waits for the rest of the question. */
  @Test
  void a_question_of_code_of_which_the_half_was_lost_is_noticed(TestDatabase database) {
    try (FaultProxy wire = FaultProxy.to(database)) {
      Session session = watched(connector(database, wire.port()), connector(database, 0));
      Ended.well(session.execute("begin"));
      Future<Void> lent = session.lend(connection -> {
        wire.harm(Kind.STALL, 'D');
        return connection.preparedQuery("select $1::int").execute(Tuple.of(1));
      });
      assertThat(Ended.badly(lent, ConnectionLostException.class))
          .hasMessageContaining("answer has not come");
      Ended.until("no session", () -> sessions(database) == 0);
      Ended.well(session.close());
    }
  }

  @Test
  void a_process_that_was_ended_in_silence_is_missed(TestDatabase database) {
    Silence silence = Silence.before(vertx, database);
    Session session = watched(connector(database, silence.port()), connector(database, 0));
    Future<Void> statement = session.execute("select pg_sleep(60)");
    Ended.until("looked at", () -> !seen.isEmpty());
    silence.fall();
    database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
        + " where application_name = 'watched' and query = 'select pg_sleep(60)'");
    assertThat(Ended.badly(statement, ConnectionLostException.class))
        .hasMessageContaining("has ended its process");
    Ended.well(session.close());
  }

  @Test
  void a_server_that_answers_nobody_any_more_is_given_up(TestDatabase database) {
    Silence silence = Silence.before(vertx, database);
    Connector connector = connector(database, silence.port());
    Session session = watched(connector, connector);
    Future<Void> statement = session.execute("select pg_sleep(60)");
    Ended.until("looked at", () -> !seen.isEmpty());
    silence.fall();
    assertThat(Ended.badly(statement, ConnectionLostException.class))
        .hasMessageContaining("nothing answers");
    Ended.well(session.close());
    database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
        + " where application_name = 'watched' and datname = current_database()");
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

  /** Between a session and its server, until nothing goes through any more although both sockets stay open. */
  private static final class Silence {
    private final NetServer server;
    private volatile boolean fallen;

    private Silence(Vertx vertx, TestDatabase database) {
      this.server = vertx.createNetServer().connectHandler(client -> {
        client.pause();
        vertx
            .createNetClient()
            .connect(database.port(), database.host())
            .onSuccess(upstream -> join(client, upstream));
      });
    }

    static Silence before(Vertx vertx, TestDatabase database) {
      Silence silence = new Silence(vertx, database);
      Ended.well(silence.server.listen(0, "127.0.0.1"));
      return silence;
    }

    private void join(NetSocket client, NetSocket upstream) {
      client.handler(data -> pass(data, upstream));
      upstream.handler(data -> pass(data, client));
      client.closeHandler(closed -> pass(upstream));
      upstream.closeHandler(closed -> pass(client));
      client.resume();
    }

    private void pass(Buffer data, NetSocket to) {
      if (!fallen) {
        to.write(data);
      }
    }

    private void pass(NetSocket closing) {
      if (!fallen) {
        closing.close();
      }
    }

    int port() {
      return server.actualPort();
    }

    void fall() {
      fallen = true;
    }
  }
}
