package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A password appears nowhere: not in a log, a result, an error, a file or the list of processes. */
@ExtendWith(PostgresExtension.class)
final class SecretIT {
  private static final String CANARY = "canary-4711";

  @TempDir
  private Path directory;

  @TempDir
  private Path work;

  private ScriptDirectory scripts;

  @BeforeEach
  void aScriptThatFails() {
    scripts = new ScriptDirectory(directory)
        .with("V1__a.sql", "create table a (id int);\nselect nosuch;\n");
  }

  @Test
  void of_a_login_that_is_refused(TestDatabase database) {
    String url = "postgres://" + database.username() + ":" + CANARY + "@" + database.host() + ":"
        + database.port() + "/" + database.name();
    for (String command : List.of(
        "migrate",
        "info",
        "plan",
        "validate",
        "baseline 1",
        "adopt --from flyway",
        "resolve 1 --applied --reason because",
        "serve",
        "wait-for-migrations",
        "config check")) {
      assertClean(Map.of("DATABASE_URL", url, "CODEX_DATABASE_CONNECT_BUDGET", "0"), command);
    }
  }

  @Test
  void of_a_script_that_fails(TestDatabase database) {
    database.executeAsSuperuser("alter role " + database.username() + " password '" + CANARY + "'");
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_DATABASE_POSTGRES_PASSWORD", CANARY);
    try {
      assertClean(environment, "migrate");
    } finally {
      database.executeAsSuperuser(
          "alter role " + database.username() + " password '" + database.password() + "'");
    }
    assertThat(database.<String>values("select to_jsonb(a)::text from codex_attempt a"))
        .hasSize(1)
        .noneMatch(row -> row.contains(CANARY));
  }

  @Test
  void nor_do_the_rows_that_a_message_of_the_server_quotes(TestDatabase database) {
    scripts.with(
        "V1__a.sql",
        "create table a (secret text unique);\ninsert into a select 'canary-' || (4700 + x) from (values (11), (11)) v (x);\n");
    assertClean(database.env(), "migrate");
    assertClean(database.env(), "migrate --output json");
    assertThat(database.<String>values("select to_jsonb(a)::text from codex_attempt a"))
        .isNotEmpty()
        .noneMatch(row -> row.contains(CANARY));
  }

  @Test
  void of_the_sessions_that_the_server_shows(TestDatabase database, @TempDir Path other) {
    SleepingScript.in(other);
    try (CodexProcess process = CodexProcess.start(
        Map.of("DATABASE_URL", database.url()), "migrate", "--location", other.toString())) {
      SleepingScript.awaitRunning(database);
      assertThat(database.<String>values(
              "select to_jsonb(a)::text from pg_stat_activity a where datname = current_database()"
                  + " and application_name like 'codex mig%'"))
          .hasSize(1)
          .noneMatch(session -> session.contains(database.password() + "@"));
      process.signal("TERM");
      process.end();
    }
  }

  @Test
  void of_a_URL_or_a_file_that_cannot_be_understood() throws IOException {
    assertClean(Map.of("DATABASE_URL", "postgres://me:" + CANARY + "@host:port/books"), "migrate");
    assertClean(Map.of("DATABASE_URL", "nonsense://me:" + CANARY + "@host/books"), "migrate");
    assertClean(Map.of("CODEX_DATABASE_POSTGRES_PASWORD", CANARY), "migrate");
    Path file = work.resolve("codex.yaml");
    Files.writeString(file, "database:\n  postgres:\n    password: " + CANARY + "\n   host: x\n");
    assertClean(Map.of(), "migrate --config " + file);
    Files.writeString(file, "database:\n  postgres:\n    pasword: " + CANARY + "\n");
    assertClean(Map.of(), "migrate --config " + file);
  }

  private void assertClean(Map<String, String> environment, String command) {
    String line = command + " --verbose --location " + scripts
        + (command.startsWith("wait") ? " --timeout 2" : "");
    try (CodexProcess process = CodexProcess.with(environment).in(work).run(line.split(" "))) {
      String seen = commandLine(process);
      CodexProcess.Ended ended = process.end();
      assertThat(ended.code()).as(ended.err()).isBetween(command.equals("config check") ? 0 : 2, 8);
      assertThat(ended.out() + ended.err() + seen).isNotEmpty().doesNotContain(CANARY);
    }
    assertThat(files()).noneMatch(text -> text.contains(CANARY));
  }

  private static String commandLine(CodexProcess process) {
    try {
      return Files.readString(process.proc().resolve("cmdline"));
    } catch (IOException ended) {
      return "";
    }
  }

  /** What the process has written where it stood; the file of the configuration is the test's own. */
  private List<String> files() {
    try (Stream<Path> files = Files.walk(work)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("codex.yaml"))
          .map(SecretIT::text)
          .toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
