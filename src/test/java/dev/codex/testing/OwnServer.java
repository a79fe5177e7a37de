package dev.codex.testing;

import java.util.Map;

/** A PostgreSQL for one test, which may be crashed, started again, followed by a standby and left for it. */
public final class OwnServer implements AutoCloseable {
  private final EmbeddedSource source;
  private final TestServer server;

  private OwnServer(EmbeddedSource source) {
    this.source = source;
    this.server = new TestServer(source);
  }

  /** @param settings more settings than those of all tests */
  public static OwnServer start(Map<String, String> settings) {
    return new OwnServer(
        EmbeddedSource.start(System.getProperty("codex.pg.major", "18"), settings));
  }

  /** A database and its owner, as the other tests have one. */
  public TestDatabase database() {
    return TestDatabase.create(server);
  }

  /** The same database as on another server. */
  public TestDatabase same(TestDatabase other) {
    return other.on(server);
  }

  public int port() {
    return server.superuser().getPort();
  }

  /** Loses what was not written, and everybody who is connected. */
  public void crash() {
    source.stop(true);
  }

  public void startAgain() {
    source.start();
  }

  /** Another server that follows this one, which is restarted for it. */
  public OwnServer standby() {
    return new OwnServer(source.standby());
  }

  /** Makes a standby a primary, and waits until it is one. */
  public void promote(TestDatabase database) {
    try (TestSession session = server.open(database.superuserConnectOptions())) {
      session.execute("select pg_promote()");
    }
  }

  @Override
  public void close() {
    server.abandon();
  }
}
