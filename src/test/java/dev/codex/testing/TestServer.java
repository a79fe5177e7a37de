package dev.codex.testing;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnectOptions;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The PostgreSQL of a test run: one named in the environment, one in a container, or the embedded binaries. */
final class TestServer implements AutoCloseable {
  /** Strong, or the setting is lost with the logger. */
  private static final Logger NOTICES =
      Logger.getLogger("io.vertx.sqlclient.impl.SocketConnectionBase");

  private final Vertx vertx;
  private final Source source;
  private final TestSession admin;
  private final int major;

  /** Where a server came from, and how its superuser connects. */
  interface Source extends AutoCloseable {
    PgConnectOptions superuser();

    @Override
    String toString();

    @Override
    void close();
  }

  TestServer(Source source) {
    this(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)), source);
  }

  private TestServer(Vertx vertx, Source source) {
    this.vertx = vertx;
    this.source = source;
    this.admin = TestSession.open(vertx, source.superuser());
    this.major = Integer.parseInt(admin.<String>value("show server_version_num")) / 10_000;
    String cheaper = cheapLogIn(major);
    if (!cheaper.isEmpty()) {
      admin.execute(cheaper);
    }
  }

  /** From 16 on passwords can be made that cost both sides less time: a log-in has thousands of hashes otherwise. */
  static String cheapLogIn(int major) {
    return major < 16 ? "" : "set scram_iterations = 1;\n";
  }

  static TestServer start() {
    NOTICES.setLevel(Level.SEVERE);
    long start = System.nanoTime();
    String major = System.getProperty("codex.pg.major", "18");
    Source source = EnvironmentSource.find()
        .or(() -> ContainerSource.find(major))
        .orElseGet(() -> EmbeddedSource.start(major));
    TestServer server = new TestServer(source);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.out.printf("Tests use PostgreSQL %s, %s (%d ms)%n", server.version(), source, millis);
    return server;
  }

  String version() {
    return admin.value("show server_version");
  }

  int major() {
    return major;
  }

  PgConnectOptions superuser() {
    return new PgConnectOptions(source.superuser());
  }

  /** The superuser in the database postgres, for one caller at a time. */
  TestSession admin() {
    return admin;
  }

  TestSession open(PgConnectOptions options) {
    return TestSession.open(vertx, options);
  }

  /** Ends it where its sessions may be gone already. */
  void abandon() {
    TestSession.await(vertx.close());
    source.close();
  }

  @Override
  public void close() {
    admin.close();
    TestSession.await(vertx.close());
    source.close();
  }
}
