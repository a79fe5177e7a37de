package dev.codex.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The psql and pg_dump of this machine, as what Codex is compared with. */
public final class Psql {
  private Psql() {}

  /** Skips the test unless psql and pg_dump are here and as new as the server. */
  public static void assumeKnows(TestDatabase database) {
    int major = major();
    if (major < database.major()) {
      String why =
          major == 0 ? "there is no psql here" : "psql " + major + " is older than the server";
      Assumptions.abort(why);
    }
  }

  /** Its major version, 0 if there is none. */
  private static int major() {
    try {
      Process version =
          new ProcessBuilder("psql", "--version").redirectErrorStream(true).start();
      String says = new String(version.getInputStream().readAllBytes(), US_ASCII);
      Matcher number = Pattern.compile("\\) (\\d+)").matcher(says);
      return version.waitFor() == 0 && number.find() ? Integer.parseInt(number.group(1)) : 0;
    } catch (IOException | InterruptedException missing) {
      return 0;
    }
  }

  /**
   * Runs a file in one transaction.
   *
   * @param settings for the server, such as {@code search_path=a}
   * @return what psql says, empty if all went well
   */
  public static String run(PgConnectOptions options, String settings, Path file) {
    String said = of(
        options,
        Map.of("PGOPTIONS", settings),
        "psql",
        "-X",
        "-q",
        "-1",
        "-v",
        "ON_ERROR_STOP=1",
        "-o",
        "/dev/null",
        "-f",
        file.toString());
    return said.lines()
        .filter(line -> !line.contains("NOTICE"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  /** What pg_dump writes. */
  public static String dump(PgConnectOptions options, String... arguments) {
    List<String> command = new ArrayList<>(List.of("pg_dump"));
    command.addAll(List.of(arguments));
    return of(options, Map.of(), command.toArray(String[]::new));
  }

  private static String of(
      PgConnectOptions options, Map<String, String> environment, String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("PGHOST", options.getHost());
      builder.environment().put("PGPORT", String.valueOf(options.getPort()));
      builder.environment().put("PGUSER", options.getUser());
      builder.environment().put("PGDATABASE", options.getDatabase());
      builder.environment().put("PGPASSWORD", String.valueOf(options.getPassword()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new AssertionError(failure);
    }
  }
}
