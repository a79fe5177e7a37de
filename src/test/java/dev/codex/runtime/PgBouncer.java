package dev.codex.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.testing.FreePorts;
import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** A real PgBouncer before a test's database; a test that needs one is skipped where there is none. */
public final class PgBouncer implements AutoCloseable {
  private final Process process;
  private final Path directory;
  private final TestDatabase database;
  private final int port;

  private PgBouncer(Process process, Path directory, TestDatabase database, int port) {
    this.process = process;
    this.directory = directory;
    this.database = database;
    this.port = port;
  }

  /** @param mode session, transaction or statement; @param size how many server sessions it keeps */
  static PgBouncer start(TestDatabase database, String mode, int size) {
    assumeTrue(
        program().isPresent(), "there is no PgBouncer here (Debian: apt-get install pgbouncer)");
    return start(database, mode, port -> config(database, mode, size, port));
  }

  /** One before a database and all its copies, which keeps no session for long; empty where there is none here. */
  public static Optional<PgBouncer> ofCopies(TestDatabase database, String mode) {
    return program()
        .map(there -> start(
            database,
            mode,
            port -> config(database, mode, 5, port)
                    .replaceFirst("(?m)^" + database.name() + " = (.*) dbname=\\S+", "* = $1")
                + "server_idle_timeout = 1\n"));
  }

  private static Optional<Path> program() {
    return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static PgBouncer start(
      TestDatabase database, String mode, IntFunction<String> configuration) {
    try {
      int port = FreePorts.next();
      Path directory = Files.createTempDirectory("codex-pgbouncer");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path config =
          Files.writeString(directory.resolve("pgbouncer.ini"), configuration.apply(port));
      Process process = new ProcessBuilder(command(program().orElseThrow(), config))
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("log").toFile())
          .start();
      PgBouncer bouncer = new PgBouncer(process, directory, database, port);
      Ended.until("PgBouncer listens", bouncer::listens);
      return bouncer;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String config(TestDatabase database, String mode, int size, int port) {
    return """
        [databases]
        %1$s = host=%2$s port=%3$d dbname=%1$s user=%4$s password=%5$s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %6$d
        unix_socket_dir =
        auth_type = any
        pool_mode = %7$s
        default_pool_size = %8$d
        max_client_conn = 1000
        """.formatted(
            database.name(),
            database.host(),
            database.port(),
            database.username(),
            database.password(),
            port,
            mode,
            size);
  }

  /** It refuses to run as root. */
  private static List<String> command(Path program, Path config) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(List.of(program.toString(), config.toString()));
    return command;
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new AssertionError("PgBouncer has ended: " + log());
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public int port() {
    return port;
  }

  /** The configuration that goes through it, and says what it is. */
  JsonObject config(String pooler) {
    JsonObject config = database.config();
    config.getJsonObject("database").put("pooler", pooler);
    config
        .getJsonObject("database")
        .getJsonObject("postgres")
        .put("host", "127.0.0.1")
        .put("port", port)
        .put("ssl_mode", "disable");
    return config;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
