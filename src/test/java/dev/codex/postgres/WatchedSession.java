package dev.codex.postgres;

import dev.codex.config.CodexConfig;
import dev.codex.migration.Activity;
import dev.codex.runtime.Ended;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session that is watched at a fast pace, and a gate that keeps its statements waiting. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
abstract class WatchedSession {
  static final StatementWatch.Pace FAST = new StatementWatch.Pace(
      Duration.ofMillis(20),
      Duration.ofMillis(20),
      Duration.ofMillis(20),
      new LostVerdict.Patience(Duration.ofMillis(200), Duration.ofMillis(300)));

  /** Waits until the test lets it pass. */
  static final String AT_THE_GATE = "select pg_advisory_xact_lock(7)";

  final List<Activity> seen = new CopyOnWriteArrayList<>();
  Vertx vertx;

  @BeforeEach
  void take(Vertx given) {
    vertx = given;
  }

  Connector connector(TestDatabase database, int port) {
    var json = database.config();
    json.getJsonObject("database")
        .getJsonObject("postgres")
        .put("host", port == 0 ? database.host() : "127.0.0.1")
        .put("port", port == 0 ? database.port() : port)
        .put("ssl_mode", "disable");
    return new Connector(vertx, CodexConfig.from(json).database(), "watched");
  }

  /** A session through one address that is watched through another. */
  Session watched(Connector first, Connector second) {
    Session session = Ended.well(first.connect());
    Ended.well(StatementWatch.over(session, second, seen::add, FAST));
    return session;
  }

  static long sessions(TestDatabase database) {
    return database.value("select count(*) from pg_stat_activity where datname = current_database()"
        + " and application_name = 'watched'");
  }

  static TestSession closeTheGate(TestDatabase database) {
    TestSession gate = database.open();
    gate.execute("select pg_advisory_lock(7)");
    return gate;
  }
}
