package dev.codex.testing;

import dev.codex.embedded.Account;
import dev.codex.embedded.Binaries;
import dev.codex.embedded.PostgresServer;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server from the binaries that the build laid down in target/pg, with an empty data directory for this run. */
final class EmbeddedSource implements TestServer.Source {
  private static final Path JARS = Path.of("target", "pg").toAbsolutePath();
  private static final String SUPERUSER = "postgres";
  private static final String PASSWORD = "postgres";

  /** What is lost when the machine stops may be lost: this data directory does not outlive the run. */
  private static final Map<String, String> SETTINGS = Map.of(
      "fsync", "off",
      "synchronous_commit", "off",
      "full_page_writes", "off",
      "max_connections", "400",
      "shared_buffers", "32MB",
      "max_wal_size", "2GB",
      "checkpoint_timeout", "1h",
      "autovacuum_naptime", "1h");

  private final Path directory;
  private final PostgresServer server;
  private final Path home;
  private final Map<String, String> settings;
  private final int port;
  private final Thread hook;

  private EmbeddedSource(
      Path directory, Path home, PostgresServer server, Map<String, String> settings) {
    this.directory = directory;
    this.home = home;
    this.server = server;
    this.settings = settings;
    this.port = FreePorts.next();
    this.hook = new Thread(this::stop);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static EmbeddedSource start(String major) {
    return start(major, Map.of());
  }

  /** The same with settings of its own. */
  static EmbeddedSource start(String major, Map<String, String> more) {
    Path jar = JARS.resolve(major + ".jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "no " + jar + "; run mvn process-test-resources -Dcodex.pg.major=" + major);
    }
    Account account = Account.find();
    Path directory = temporary();
    Path home = Binaries.unpack(jar, account.reaches(JARS) ? JARS : directory);
    PostgresServer server = new PostgresServer(home, directory.resolve("data"), account);
    server.initialize(SUPERUSER, List.of("--no-sync", "--locale=C"));
    server.executeOffline(TestServer.cheapLogIn(Integer.parseInt(major)) + "alter role " + SUPERUSER
        + " password '" + PASSWORD + "'");
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(more);
    EmbeddedSource source = new EmbeddedSource(directory, home, server, settings);
    source.start();
    return source;
  }

  /** Starts it, also after it was stopped. */
  void start() {
    server.start(port, settings);
  }

  /** Stops it as a crash would, or in good order; its data stay. */
  void stop(boolean immediate) {
    server.stop(immediate);
  }

  /** A second server that follows this one, which is down for a moment to be copied. */
  EmbeddedSource standby() {
    server.stop(false);
    Path other = temporary();
    try {
      Process copy = new ProcessBuilder(
              "cp", "-a", directory.resolve("data").toString(), other.toString())
          .inheritIO()
          .start();
      if (copy.waitFor() != 0) {
        throw new IllegalStateException("no copy of " + directory);
      }
      Path data = other.resolve("data");
      Files.createFile(data.resolve("standby.signal"));
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=%s port=%d user=%s password=%s'%n"
              .formatted(PostgresServer.HOST, port, SUPERUSER, PASSWORD));
      start();
      PostgresServer second = new PostgresServer(home, data, Account.find());
      EmbeddedSource standby = new EmbeddedSource(other, home, second, settings);
      standby.start();
      return standby;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Path temporary() {
    try {
      Path directory = Files.createTempDirectory("codex-test-pg");
      directory.toFile().setExecutable(true, false);
      return directory;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public PgConnectOptions superuser() {
    return new PgConnectOptions()
        .setHost(PostgresServer.HOST)
        .setPort(port)
        .setUser(SUPERUSER)
        .setPassword(PASSWORD)
        .setDatabase("postgres");
  }

  @Override
  public String toString() {
    return "embedded, on port " + port;
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void stop() {
    server.stop(true);
    Binaries.delete(directory);
  }
}
