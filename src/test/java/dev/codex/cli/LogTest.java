package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.runtime.Ended;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a run logs, and how. */
@ExtendWith(PostgresExtension.class)
final class LogTest {
  private static final Map<String, String> NOBODY_THERE = Map.of(
      "DATABASE_URL", "postgres://me@127.0.0.1:1/books", "CODEX_DATABASE_CONNECT_BUDGET", "0");

  @TempDir
  private Path directory;

  private String scripts;

  @BeforeEach
  void oneScript() {
    scripts = new ScriptDirectory(directory).with("V1__a.sql", "select 1;").toString();
  }

  @Test
  void says_where_it_works_what_it_does_and_how_long_it_takes(TestDatabase database) {
    Cli.Ended ended = Cli.run(database.env(), "migrate", "--location", scripts).withCode(0);
    assertThat(ended.err().lines()).hasSize(3);
    assertThat(ended.err())
        .containsPattern(
            "^20\\S+Z INFO  database " + database.name() + " on " + database.host() + ":\\d+ as ")
        .contains("INFO  1 migration to apply, from an empty history")
        .containsPattern("INFO  applied 1 \\(a\\) in \\d+ ms \\(1 of 1\\)");
  }

  @Test
  void every_line_is_JSON_if_asked_for(TestDatabase database) {
    Cli.Ended ended = Cli.run(
            database.env(), "migrate", "--location", scripts, "--log-format", "json", "--verbose")
        .withCode(0);
    List<JsonObject> lines = ended.err().lines().map(JsonObject::new).toList();
    assertThat(lines)
        .hasSizeGreaterThan(2)
        .allSatisfy(
            line -> assertThat(line.fieldNames()).contains("time", "level", "logger", "message"));
    assertThat(lines).anyMatch(line -> line.getString("message").startsWith("applied 1 (a)"));
  }

  @Test
  void a_failure_of_several_lines_is_one_line_of_JSON(TestDatabase database) {
    new ScriptDirectory(directory).with("V2__b.sql", "create tabel b ();");
    Cli.Ended ended = Cli.run(
            database.env(), "migrate", "--location", scripts, "--log-format", "json")
        .withCode(6);
    JsonObject last =
        new JsonObject(ended.err().lines().reduce((before, line) -> line).orElseThrow());
    assertThat(last.getString("level")).isEqualTo("ERROR");
    assertThat(last.getString("message")).contains("\n");
  }

  @Test
  void quiet_leaves_only_the_result(TestDatabase database) {
    Cli.Ended ended =
        Cli.run(database.env(), "migrate", "--location", scripts, "--quiet").withCode(0);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("applied 1 migration in ");
  }

  @Test
  void quiet_still_tells_errors() {
    assertThat(Cli.run(NOBODY_THERE, "info", "--location", scripts, "--quiet")
            .withCode(7)
            .errors())
        .hasSize(1);
  }

  @Test
  void a_stack_trace_is_only_for_those_who_ask() {
    assertThat(Cli.run(NOBODY_THERE, "info", "--location", scripts).withCode(7).err())
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
    assertThat(Cli.run(NOBODY_THERE, "info", "--location", scripts, "--verbose")
            .withCode(7)
            .err())
        .contains("\tat ");
  }

  /** When the second connection of a run has looked at the first one last. */
  private static List<String> looksSoFar(TestDatabase database) {
    return database.values(
        "select query_start::text from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid() and query like '%state_change%'");
  }

  @Test
  void who_blocks_a_script_is_said_once_and_not_with_every_look(TestDatabase database) {
    database.execute("create table t ()");
    new ScriptDirectory(directory).with("V2__b.sql", "alter table t add column x int;");
    try (TestSession other = database.open()) {
      other.execute("begin; lock table t");
      Set<String> looks = new HashSet<>();
      CompletableFuture<Void> released = CompletableFuture.runAsync(() -> {
        Ended.until("three looks", () -> looks.addAll(looksSoFar(database)) && looks.size() >= 3);
        other.execute("commit");
      });
      Map<String, String> patient = new HashMap<>(database.env());
      patient.put("CODEX_LOCK_STATEMENT_TIMEOUT", "600");
      Cli.Ended ended = Cli.run(patient, "migrate", "--location", scripts).withCode(0);
      released.join();
      assertThat(ended.err().lines().filter(line -> line.contains("waiting for pid")))
          .singleElement()
          .asString()
          .contains("INFO  2 (b): waiting for pid " + other.processId() + ", codex-test")
          .contains("query: begin; lock table t");
    }
  }
}
