package dev.codex.junit;

import dev.codex.cli.EmbeddedDatabase;
import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The server that the tests of a run use.
 *
 * @param maintenance a database that is there already, to create others from
 * @param end lets go of the server
 */
record TestServer(MigratedDatabase maintenance, Runnable end) implements AutoCloseable {
  private static final String PROPERTY = "codex.test.url";
  private static final String VARIABLE = "CODEX_TEST_PG";

  /** The one that is named, or else the embedded one. */
  static TestServer find() {
    return named().map(TestServer::at).orElseGet(TestServer::embedded);
  }

  private static Optional<String> named() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
        .filter(url -> !url.isBlank());
  }

  private static TestServer at(String url) {
    PgConnectOptions options;
    try {
      options = PgConnectOptions.fromUri(url);
    } catch (RuntimeException unreadable) {
      // its text has the password in it
      throw new ConfigurationInvalid(
          PROPERTY + " or " + VARIABLE + " is not the address of a PostgreSQL database",
          "write it as postgres://user:password@host:5432/database");
    }
    return new TestServer(
        new MigratedDatabase(
            options.getHost(),
            options.getPort(),
            options.getUser(),
            options.getPassword(),
            options.getDatabase()),
        () -> {});
  }

  private static TestServer embedded() {
    EmbeddedDatabase.Server server = ServiceLoader.load(EmbeddedDatabase.class)
        .findFirst()
        .orElseThrow(() -> new ConfigurationInvalid(
            "there is no PostgreSQL for the tests",
            "put codex-embedded.jar on their class path, or name a server with " + PROPERTY + " or "
                + VARIABLE))
        .start(Optional.empty());
    return new TestServer(
        new MigratedDatabase(
            server.host(),
            server.port(),
            server.username(),
            server.password(),
            server.databaseName()),
        server::close);
  }

  @Override
  public void close() {
    end.run();
  }
}
