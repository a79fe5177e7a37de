package dev.codex.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.migration.Version;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Flyway begins a directory, and Codex ends it. */
@ExtendWith(PostgresExtension.class)
final class AdoptFromFlywayIT {
  private static final Path UAA =
      Path.of(System.getProperty("codex.corpus", "../shared/corpus"), "uaa", "sql");

  @TempDir
  private Path scratch;

  /** As the build has copied it. */
  private record Flyway() implements Peer {
    @Override
    public String tool() {
      return "flyway";
    }

    @Override
    public void migrate(TestDatabase database, Path scripts) {
      String url =
          "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name());
      PeerProcess.succeed(
          Path.of("."),
          Map.of(),
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          "target/flyway/*",
          "src/test/peers/FlywayPeer.java",
          url,
          database.username(),
          database.password(),
          scripts.toString());
    }

    @Override
    public String records() {
      return "select script from flyway_schema_history order by installed_rank";
    }

    @Override
    public String forget() {
      return "drop table flyway_schema_history";
    }

    @Override
    public Comparator<String> order() {
      return Comparator.comparing(name -> Version.of(name.substring(1, name.indexOf("__"))));
    }
  }

  private void isTakenOver(Path scripts, TestDatabase database) {
    TakeOver.leavesWhatThePeerAloneLeaves(new Flyway(), database, scripts, scratch, "auto");
  }

  @Test
  void a_real_project_is_taken_over_in_the_middle(TestDatabase database) {
    assumeTrue(Files.isDirectory(UAA), "there is no " + UAA);
    isTakenOver(UAA, database);
  }

  @Test
  void versions_repeatables_and_dollar_quotes_of_our_own_are_taken_over(TestDatabase database) {
    Path directory = scratch.resolve("scripts");
    new AdoptedDatabase(database, directory)
        .with("V1__books.sql", "create table books (id int primary key, title text);\r\n")
        .with(
            "V1_1__touch.sql",
            "create function touch() returns trigger language plpgsql as $$ begin return new; end; $$;\n")
        .with("V2__index.sql", "create index books_title on books (title)")
        .with("V2_1__more.sql", "alter table books add author text;\n")
        .with("R__titles.sql", "create or replace view titles as select title from books;\n");
    isTakenOver(directory, database);
  }
}
