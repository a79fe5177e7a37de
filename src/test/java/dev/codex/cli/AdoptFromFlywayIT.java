package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.migration.Version;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flyway itself applies the first half of a directory, Codex takes over and applies the rest: the schema is the one that
 * Flyway alone makes.
 */
@ExtendWith(PostgresExtension.class)
final class AdoptFromFlywayIT {
  private static final Path UAA =
      Path.of(System.getProperty("codex.corpus", "../shared/corpus"), "uaa", "sql");

  private static final int SECONDS = 180;

  private static void flyway(TestDatabase database, Path scripts, String target) {
    String url =
        "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name());
    try {
      Path log = Files.createTempFile("flyway", ".log");
      Process flyway = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              "target/flyway/*",
              "src/test/peers/FlywayPeer.java",
              url,
              database.username(),
              database.password(),
              scripts.toString(),
              target)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
      boolean ended = flyway.waitFor(SECONDS, TimeUnit.SECONDS);
      flyway.destroyForcibly();
      assertThat(ended && flyway.exitValue() == 0).as(Files.readString(log)).isTrue();
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static List<Version> versions(Path scripts) {
    try (Stream<Path> files = Files.list(scripts)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("V"))
          .map(name -> Version.of(name.substring(1, name.indexOf("__"))))
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void takeOver(Path scripts, TestDatabase database) {
    List<Version> versions = versions(scripts);
    int half = versions.size() / 2;
    flyway(database, scripts, versions.get(half - 1).toString());
    List<String> theirs =
        database.values("select script from flyway_schema_history order by installed_rank");

    Cli.Ended adopted = adopt(database, scripts);
    assertThat(adopted.out()).contains("adopted " + theirs.size() + " migrations");
    assertThat(database.<String>values("select script from codex_schema_history order by rank"))
        .isEqualTo(theirs);
    assertThat(adopt(database, scripts).out()).contains("nothing to adopt");
    Cli.run(database.env(), "migrate", "--quiet", "--location", scripts.toString())
        .withCode(0);
    Cli.run(database.env(), "plan", "--check", "--location", scripts.toString()).withCode(0);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isGreaterThanOrEqualTo(versions.size());
    assertThat(database.<String>values(
            "select script from flyway_schema_history order by installed_rank"))
        .isEqualTo(theirs);
  }

  private static Cli.Ended adopt(TestDatabase database, Path scripts) {
    return Cli.run(database.env(), "adopt", "--from", "flyway", "--location", scripts.toString())
        .withCode(0);
  }

  /** Without the scripts' own data, which has the time in it. */
  private static String made(TestDatabase database) {
    database.execute("drop table flyway_schema_history");
    return database.dumpSchema() + database.pgDump().orElse("");
  }

  private static void isAsFlywayAlone(Path scripts, TestDatabase database) {
    clean(database);
    takeOver(scripts, database);
    String byBoth = made(database);
    clean(database);
    flyway(database, scripts, "latest");
    assertThat(byBoth).isEqualTo(made(database));
  }

  /** The same start for both. */
  private static void clean(TestDatabase database) {
    database.executeAsSuperuser(
        "drop schema public cascade; create schema public authorization " + database.username());
  }

  @Test
  void a_real_project_is_taken_over_in_the_middle(TestDatabase database) {
    assumeTrue(Files.isDirectory(UAA), "there is no " + UAA);
    isAsFlywayAlone(UAA, database);
  }

  @Test
  void versions_repeatables_and_dollar_quotes_of_our_own_are_taken_over(
      TestDatabase database, @TempDir Path directory) {
    new AdoptedDatabase(database, directory)
        .with("V1__books.sql", "create table books (id int primary key, title text);\r\n")
        .with(
            "V1_1__touch.sql",
            "create function touch() returns trigger language plpgsql as $$ begin return new; end; $$;\n")
        .with("V2__index.sql", "create index books_title on books (title)")
        .with("V2_1__more.sql", "alter table books add author text;\n")
        .with("R__titles.sql", "create or replace view titles as select title from books;\n");
    isAsFlywayAlone(directory, database);
  }
}
