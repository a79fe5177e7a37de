package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.runtime.Ended;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

/** What the watch makes of answers and questions that are lost in silence. */
final class LostAnswerTest extends WatchedSession {
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
