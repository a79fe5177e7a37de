package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.TestDatabase;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The psql of this machine, on a test's database: what it does with a script is the reference. */
final class Psql {
  private static final Path PROGRAM = Path.of("/usr/bin/psql");
  private static final Pattern OUTSIDE = Pattern.compile("(?i)\\bconcurrently\\b");

  private static final Pattern DOWN = Pattern.compile("(?m)^-- codex:down");

  private final TestDatabase database;

  Psql(TestDatabase database) {
    this.database = database;
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** The database, empty again. */
  void makeAnew() {
    String name = database.name();
    PgConnectOptions superuser = database.superuserConnectOptions();
    run(
        superuser.getUser(),
        superuser.getPassword(),
        "postgres",
        "-c",
        "drop database " + name + " with (force)",
        "-c",
        "create database " + name + " template template0 owner " + name);
  }

  /** Runs a script in one transaction, unless something in it must be outside. */
  void apply(Path script) {
    try {
      String text = DOWN.split(Files.readString(script), 2)[0];
      Path up = Files.writeString(Files.createTempFile("codex-test", ".sql"), text);
      List<String> arguments = new ArrayList<>(List.of("-f", up.toString()));
      if (!OUTSIDE.matcher(text).find()) {
        arguments.add("--single-transaction");
      }
      run(
          database.username(),
          database.password(),
          database.name(),
          arguments.toArray(String[]::new));
      Files.delete(up);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void run(String user, String password, String databaseName, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(PROGRAM.toString(), "-X", "-q", "-v", "ON_ERROR_STOP=1"));
    command.addAll(
        List.of("-h", database.host(), "-p", String.valueOf(database.port()), "-U", user));
    command.addAll(List.of("-d", databaseName));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(Map.of("PGPASSWORD", password == null ? "" : password, "PGCLIENTENCODING", "UTF8"));
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("psql wrote: %s", output).isZero();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
