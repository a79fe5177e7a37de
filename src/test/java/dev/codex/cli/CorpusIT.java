package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.migration.MigrationSet;
import dev.codex.script.ScriptFiles;
import dev.codex.script.ScriptInspector;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real migration directories, applied by Codex and by psql: the two schemas have to be the same. They are beside the
 * project in {@code ../shared/corpus}, or where {@code -Dcodex.corpus} says; our own example is always there.
 */
@ExtendWith(PostgresExtension.class)
final class CorpusIT {
  private static final Path CORPUS =
      Path.of(System.getProperty("codex.corpus", "../shared/corpus"));

  /** What each project is written for, and whether this build reads that. */
  private static final Map<String, String> FORMATS = new TreeMap<>(Map.of(
      "uaa", "Flyway",
      "crates-io", "Diesel",
      "minder", "golang-migrate",
      "gitness", "plain up and down",
      "langfuse", "Prisma",
      "nais-api", "goose",
      "cosmo", "plain numbered"));

  static Stream<Arguments> projects() {
    Stream<Arguments> real = FORMATS.entrySet().stream()
        .map(entry -> Arguments.of(
            entry.getKey(), entry.getValue(), CORPUS.resolve(entry.getKey()).resolve("sql")));
    return Stream.concat(Stream.of(Arguments.of("our own", "Flyway", Path.of("migrations"))), real);
  }

  @ParameterizedTest(name = "{0} ({1})")
  @MethodSource("projects")
  void is_applied_as_psql_applies_it(
      String project, String format, Path scripts, TestDatabase database) throws Exception {
    skipUnless(Files.isDirectory(scripts), project, format, "there is no " + scripts);
    skipUnless(format.equals("Flyway"), project, format, "this build does not read the format yet");
    skipUnless(Psql.isInstalled(), project, format, "there is no psql");
    Cli.Ended ended = Cli.run(
            database.env(), "migrate", "--quiet", "--location", scripts.toString())
        .withCode(0);
    List<String> applied = database.values("select script from codex_schema_history order by rank");
    int statements = statements(scripts);
    Schema byCodex = Schema.of(database);

    Psql psql = new Psql(database);
    psql.makeAnew();
    applied.forEach(script -> psql.apply(scripts.resolve(script)));
    Schema byPsql = Schema.of(database);

    report(
        project,
        format,
        applied.size() + " scripts, " + statements + " statements, equal: " + byCodex.equals(byPsql)
            + ", " + byCodex.seenBy());
    assertThat(ended.out()).startsWith("applied " + applied.size() + " migrations");
    assertThat(byCodex.catalog())
        .hasLineCount((int) byPsql.catalog().lines().count())
        .isEqualTo(byPsql.catalog());
    assertThat(byCodex.dump()).isEqualTo(byPsql.dump());
  }

  private static int statements(Path scripts) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      MigrationSet set = Outcome.of(
          ScriptFiles.create(vertx).load(List.of(scripts.toString())), Duration.ofSeconds(30));
      return set.migrations().stream()
          .mapToInt(migration -> ScriptInspector.inspect(migration.script()).statements())
          .sum();
    } finally {
      Outcome.of(vertx.close(), Duration.ofSeconds(5));
    }
  }

  private static void skipUnless(boolean possible, String project, String format, String reason) {
    if (!possible) {
      report(project, format, "SKIPPED: " + reason);
    }
    assumeTrue(possible, reason);
  }

  private static void report(String project, String format, String result) {
    System.out.printf("corpus | %-10s | %-17s | %s%n", project, format, result);
  }

  /** How a database looks: to the catalog always, to pg_dump where one knows this server. */
  private record Schema(String catalog, String dump) {
    static Schema of(TestDatabase database) {
      return new Schema(database.dumpSchema(), database.pgDump().orElse(""));
    }

    String seenBy() {
      return dump.isEmpty()
          ? "by the catalog (no pg_dump for this server)"
          : "by the catalog and pg_dump";
    }
  }
}
