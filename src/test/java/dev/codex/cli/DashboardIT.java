package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.OwnServer;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard as people see it: a start is watched, the bar moves, another build's failure shows its line. Its pictures
 * are in {@code target/dashboard}; those of the documentation are taken from there.
 */
@ExtendWith(PostgresExtension.class)
final class DashboardIT {
  private static final Path PICTURES = Path.of("target/dashboard");
  private static final String WAITS = """
      do $$
      begin
        while (select coalesce(max(at), 0) from gate) < %d loop
          perform pg_sleep(0.05);
        end loop;
      end $$;
      """;

  private static final String ONE_BY_ONE = "-- codex:no-transaction\nanalyze books;\n"
      + WAITS.formatted(2) + "vacuum books;\nvacuum series;\n";

  @TempDir
  private Path scripts;

  @TempDir
  private Path newer;

  private void writeScripts() throws IOException {
    copyExamples(scripts);
    copyExamples(newer);
    new ScriptDirectory(scripts)
        .with("V20__move_the_shelves.sql", WAITS.formatted(1))
        .with("V21__count_the_books.sql", ONE_BY_ONE);
    new ScriptDirectory(newer)
        .with("V20__move_the_shelves.sql", WAITS.formatted(1))
        .with("V21__count_the_books.sql", ONE_BY_ONE)
        .with("V22__ratings.sql", "create table rating (stars int);\n\ncreate tabel review ();\n");
  }

  @Test
  void a_start_is_watched_and_a_failure_of_a_newer_build_shows_its_line(TestDatabase database)
      throws IOException {
    Files.createDirectories(PICTURES);
    writeScripts();
    database.execute("create table gate (at int)");
    Map<String, String> environment = new HashMap<>(database.env());
    environment.putAll(
        Map.of("CODEX_MIGRATIONS_LOCATIONS", scripts.toString(), "CODEX_BUILD", "2.4.0"));
    try (ProbedPod pod = ProbedPod.start("pod", environment, (name, answer) -> {})) {
      pod.awaitAnswer("migrating");
      try (Browser browser = Browser.at("http://127.0.0.1:" + pod.healthPort() + "/", PICTURES)) {
        watchTheStart(browser, database);
        pod.awaitAnswer("UP");
        watchTheFailure(browser, database);
        browser.does("no-complaints");
        pod.process().close();
        browser.does("text #connection not connected");
      }
    }
  }

  @Test
  void what_is_waited_for_is_listed_and_an_outage_is_told(@TempDir Path waiting)
      throws IOException {
    Files.createDirectories(PICTURES);
    copyExamples(waiting);
    try (OwnServer server = OwnServer.start(Map.of())) {
      TestDatabase database = server.database();
      Map<String, String> environment = new HashMap<>(database.env());
      environment.putAll(Map.of(
          "CODEX_MIGRATIONS_LOCATIONS", waiting.toString(),
          "CODEX_BUILD", "2.4.0",
          "CODEX_SERVE_WAIT", "true"));
      try (ProbedPod pod = ProbedPod.start("pod", environment, (name, answer) -> {})) {
        pod.awaitAnswer("schema_pending");
        try (Browser browser = Browser.at("http://127.0.0.1:" + pod.healthPort() + "/", PICTURES)) {
          browser.does("open", "text #verdict Migrations are pending", "text #pending 14");
          picturesOf("empty", browser, "text #migrations pending");
          Cli.run(database.env(), "migrate", "--location", waiting.toString()).withCode(0);
          browser.does("text #verdict Ready", "text #applied 14", "text #pending 0");
          server.crash();
          browser.does("text #explanation The database cannot be reached now");
          picturesOf("outage", browser, "text #verdict Ready");
          assertThat(pod.last()).startsWith("200");
          browser.does("no-complaints");
        }
      }
    }
  }

  /** In the light, in the dark and on a phone. */
  private static void picturesOf(String what, Browser browser, String then) {
    browser.does(
        then,
        "picture " + what,
        "scheme dark",
        "picture " + what + "-dark",
        "size 390 844",
        "no-scroll-sideways",
        "picture " + what + "-phone-dark",
        "scheme light",
        "picture " + what + "-phone",
        "size 1100 900");
  }

  private static void copyExamples(Path directory) throws IOException {
    try (var examples = Files.list(Path.of("migrations"))) {
      for (Path example : examples.toList()) {
        Files.copy(example, directory.resolve(example.getFileName()));
      }
    }
  }

  private static void watchTheStart(Browser browser, TestDatabase database) {
    browser.does(
        "open",
        "text #verdict Migrating",
        "text #running-title 14 of 16",
        "text #running-what move the shelves",
        "bar 80 87",
        "text #migrations running",
        "text #pending 3",
        "text #version 13",
        "picture running",
        "scheme dark",
        "picture running-dark",
        "scheme light");
    database.execute("insert into gate values (1)");
    browser.does(
        "text #running-title 15 of 16",
        "text #running-step statement 2 of 4",
        "bar 25 25",
        "picture statements");
    database.execute("insert into gate values (2)");
    browser.does("text #verdict Ready", "hidden #running", "text #applied 16");
    browser.does("picture ready", "press Tab", "focused Skip", "press Tab", "focused All");
    browser.does("press Tab", "press Enter", "text #none Nothing is pending");
  }

  private void watchTheFailure(Browser browser, TestDatabase database) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_BUILD", "2.5.0");
    Cli.run(environment, "migrate", "--location", newer.toString()).withCode(6);
    browser.does(
        "text #problem-list V22__ratings.sql:3",
        "text #problem-list build 2.5.0",
        "text #verdict Ready",
        "hidden #running",
        "picture failed",
        "scheme dark",
        "picture failed-dark",
        "size 390 844",
        "no-scroll-sideways",
        "picture failed-phone-dark",
        "scheme light",
        "picture failed-phone");
  }
}
