package dev.codex.testing;

import dev.codex.embedded.Account;
import dev.codex.embedded.Binaries;
import dev.codex.embedded.PostgresServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL of one test, to be crashed: stopped at once, so that it loses what was not written yet. What a commit has
 * not waited for stays unwritten as long as the server allows.
 */
public final class CrashingServer implements AutoCloseable {
  private static final String USER = "postgres";
  private static final Map<String, String> LAZY =
      Map.of("wal_writer_delay", "10s", "bgwriter_lru_maxpages", "0", "shared_buffers", "64MB");

  private final Path directory;
  private final PostgresServer server;
  private final Vertx vertx = Vertx.vertx();
  private final int port;

  private CrashingServer(Path directory, PostgresServer server, int port) {
    this.directory = directory;
    this.server = server;
    this.port = port;
  }

  public static CrashingServer start() {
    try {
      Path jars = Path.of("target", "pg").toAbsolutePath();
      Path jar = jars.resolve(System.getProperty("codex.pg.major", "18") + ".jar");
      Account account = Account.find();
      Path directory = Files.createTempDirectory("codex-crash-pg");
      directory.toFile().setExecutable(true, false);
      Path home = Binaries.unpack(jar, account.reaches(jars) ? jars : directory);
      PostgresServer server = new PostgresServer(home, directory.resolve("data"), account);
      server.initialize(USER, List.of("--no-sync", "--locale=C"));
      server.executeOffline("alter role " + USER + " password '" + USER + "'");
      CrashingServer crashing = new CrashingServer(directory, server, FreePorts.next());
      crashing.restart(Map.of());
      return crashing;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public void crash() {
    server.stop(true);
  }

  /** Starts it again, with more settings. */
  public void restart(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(LAZY);
    all.putAll(settings);
    server.start(port, all);
  }

  /** What a configuration says of it, in the shape of the YAML file. */
  public JsonObject config() {
    JsonObject postgres = new JsonObject()
        .put("host", PostgresServer.HOST)
        .put("port", port)
        .put("username", USER)
        .put("password", USER)
        .put("database_name", "postgres");
    return new JsonObject().put("database", new JsonObject().put("postgres", postgres));
  }

  public TestSession open() {
    return TestSession.open(
        vertx,
        new PgConnectOptions()
            .setHost(PostgresServer.HOST)
            .setPort(port)
            .setUser(USER)
            .setPassword(USER)
            .setDatabase("postgres"));
  }

  @Override
  public void close() {
    TestSession.await(vertx.close());
    server.stop(true);
    Binaries.delete(directory);
  }
}
