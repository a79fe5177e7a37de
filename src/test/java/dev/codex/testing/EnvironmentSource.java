package dev.codex.testing;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Map;
import java.util.Optional;

/** A server that runs already: CODEX_TEST_PG is the URL of a superuser on it. */
record EnvironmentSource(PgConnectOptions superuser) implements TestServer.Source {
  private static final String VARIABLE = "CODEX_TEST_PG";

  static Optional<TestServer.Source> find() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(url -> !url.isBlank())
        .map(url -> new EnvironmentSource(of(url)));
  }

  /** A URL with any property of its own loses the client's defaults. */
  private static PgConnectOptions of(String url) {
    PgConnectOptions options = PgConnectOptions.fromUri(url);
    for (Map.Entry<String, String> property : PgConnectOptions.DEFAULT_PROPERTIES.entrySet()) {
      options.getProperties().putIfAbsent(property.getKey(), property.getValue());
    }
    return options;
  }

  @Override
  public String toString() {
    return "named in " + VARIABLE + ", at " + superuser.getHost() + ":" + superuser.getPort();
  }

  @Override
  public void close() {}
}
