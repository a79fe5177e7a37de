package dev.codex.testing;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The pg_dump of this machine, if there is one new enough: it reads older servers, never newer ones. */
record PgDump(Path program) {
  private static final int NEWEST = 18;

  static Optional<PgDump> find(int major) {
    return IntStream.rangeClosed(major, NEWEST)
        .mapToObj(version -> Path.of("/usr/lib/postgresql/" + version + "/bin/pg_dump"))
        .filter(Files::isExecutable)
        .map(PgDump::new)
        .findFirst();
  }

  /** The schema without comments, settings and what is random in it. */
  String run(PgConnectOptions superuser) {
    try {
      ProcessBuilder builder = new ProcessBuilder(
              program.toString(),
              "--schema-only",
              "--exclude-table=*.codex_*",
              superuser.getDatabase())
          .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment(superuser));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new AssertionError("pg_dump failed");
      }
      return output
          .lines()
          .filter(line -> !line.matches("(--|\\\\|SET |SELECT pg_catalog.set_config).*|\\s*"))
          .collect(Collectors.joining("\n"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new AssertionError(failure);
    }
  }

  private static Map<String, String> environment(PgConnectOptions options) {
    return Map.of(
        "PGHOST", options.getHost(),
        "PGPORT", String.valueOf(options.getPort()),
        "PGUSER", options.getUser(),
        "PGPASSWORD", options.getPassword());
  }
}
