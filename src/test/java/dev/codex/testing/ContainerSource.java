package dev.codex.testing;

import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.TestcontainersConfiguration;

/** A server in a container, where an engine answers that has the image already: a pull may take minutes to fail. */
final class ContainerSource implements TestServer.Source {
  /** Strong, or the setting is lost with the logger. */
  private static final List<Logger> LOGGERS = Stream.of(
          "org.testcontainers", "tc", "com.github.dockerjava")
      .map(Logger::getLogger)
      .toList();

  private final PostgreSQLContainer container;

  private ContainerSource(PostgreSQLContainer container) {
    this.container = container;
  }

  static Optional<TestServer.Source> find(String major) {
    String image = "postgres:" + major;
    if (!DockerEngine.has(image)) {
      return Optional.empty();
    }
    LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    TestcontainersConfiguration configuration = TestcontainersConfiguration.getInstance();
    configuration.getUserProperties().setProperty("checks.disable", "true");
    if (!helpers(configuration).allMatch(DockerEngine::has)) {
      return Optional.empty();
    }
    try {
      return Optional.of(start(image));
    } catch (RuntimeException failure) {
      System.out.println("Testcontainers cannot run " + image + ": " + failure);
      return Optional.empty();
    }
  }

  /** The images that Testcontainers wants besides: one that cleans up, and in a container one that finds the gateway. */
  private static Stream<String> helpers(TestcontainersConfiguration configuration) {
    boolean withRyuk = !Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    boolean withGateway = Files.exists(Path.of("/.dockerenv"))
        && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null;
    return Stream.concat(
        withRyuk ? Stream.of(configuration.getRyukImage()) : Stream.of(),
        withGateway ? Stream.of(configuration.getTinyImage()) : Stream.of());
  }

  private static TestServer.Source start(String image) {
    PostgreSQLContainer container = new PostgreSQLContainer(image)
        .withUsername("postgres")
        .withPassword("postgres")
        .withDatabaseName("postgres");
    container.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=400");
    container.start();
    return new ContainerSource(container);
  }

  @Override
  public PgConnectOptions superuser() {
    return new PgConnectOptions()
        .setHost(container.getHost())
        .setPort(container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT))
        .setUser(container.getUsername())
        .setPassword(container.getPassword())
        .setDatabase(container.getDatabaseName());
  }

  @Override
  public String toString() {
    return "in a container of " + container.getDockerImageName();
  }

  @Override
  public void close() {
    container.stop();
  }
}
