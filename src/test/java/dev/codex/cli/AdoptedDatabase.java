package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A database that another tool has kept, the scripts that go with it, and the commands that take it over. */
final class AdoptedDatabase {
  static final String HISTORY =
      "select rank, version, description, script, installed_by, installed_at at time zone 'UTC' as at, execution_millis,"
          + " algorithm, down_script from codex_schema_history order by rank";

  private final TestDatabase database;
  private final Path directory;

  AdoptedDatabase(TestDatabase database, Path directory) {
    this.database = database;
    this.directory = directory;
  }

  AdoptedDatabase with(String path, String text) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  AdoptedDatabase having(String sql) {
    database.execute("set timezone = 'UTC'; " + sql);
    return this;
  }

  Cli.Ended run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--location", directory.toString()));
    return Cli.run(database.env(), all.toArray(String[]::new));
  }

  String adopt(String tool, String... more) {
    return run(adoptArgs(tool, more)).withCode(0).out();
  }

  /** What it says on the error stream when it refuses. */
  String refuse(String tool, String... more) {
    Cli.Ended ended = run(adoptArgs(tool, more)).withCode(8);
    assertThat(hasHistory()).as("a history after a refusal").isFalse();
    return ended.err();
  }

  JsonObject json(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--output", "json"));
    return new JsonObject(run(all.toArray(String[]::new)).withCode(0).out());
  }

  private static String[] adoptArgs(String tool, String... more) {
    List<String> all = new ArrayList<>(List.of("adopt", "--from", tool));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  boolean hasHistory() {
    return database.value("select to_regclass('codex_schema_history')::text") != null;
  }

  List<Map<String, Object>> history() {
    return database.query(HISTORY);
  }

  List<String> scripts() {
    return database.values("select script from codex_schema_history order by rank");
  }

  /** Applies the rest, which must be these scripts and no others, and leaves nothing pending. */
  void migrateApplies(String... scripts) {
    List<String> before = scripts();
    run("migrate").withCode(0);
    assertThat(scripts().subList(before.size(), scripts().size())).containsExactly(scripts);
    run("plan", "--check").withCode(0);
  }
}
