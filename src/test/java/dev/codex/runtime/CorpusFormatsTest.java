package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.config.CodexConfig;
import dev.codex.config.ScriptFormat;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.script.Inspection;
import dev.codex.script.ScriptFiles;
import dev.codex.script.ScriptInspector;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every script of real projects in other tools' formats leaves what psql leaves that runs the same scripts with the same
 * transaction boundaries: the same schema by pg_dump, and the same number of rows. The projects are data beside the tree;
 * where they are not, our own sample of each format has to do. A script that fails must fail alike, and is left out.
 */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class CorpusFormatsTest {
  private static final Path CORPUS =
      Path.of(System.getProperty("codex.corpus", "../shared/corpus"));
  private static final int OLDEST_OF_CORPUS = 15;
  /** Their names and files are those of other formats too. */
  private static final Set<ScriptFormat> BY_NAME_ONLY =
      Set.of(ScriptFormat.REFINERY, ScriptFormat.SUPABASE);

  private static final List<String> TABLE = new ArrayList<>();

  @TempDir
  private Path root;

  static Stream<Project> projects() {
    Stream<Project> samples = Stream.of(ScriptFormat.values())
        .filter(format -> format != ScriptFormat.AUTO && format != ScriptFormat.FLYWAY)
        .map(format -> Project.sample(format, BY_NAME_ONLY.contains(format)));
    if (!Files.isDirectory(CORPUS)) {
      TABLE.add(
          "There is no corpus at " + CORPUS.toAbsolutePath().normalize()
              + ": only the samples in src/test/resources/formats were run (-Dcodex.corpus names another place)");
      return samples;
    }
    return Stream.concat(samples, Project.corpus(CORPUS).stream());
  }

  @AfterAll
  static void print() {
    System.out.println(String.join("\n", TABLE));
  }

  @ParameterizedTest
  @MethodSource("projects")
  void codex_leaves_what_psql_leaves(Project project, Vertx vertx, TestDatabase database)
      throws IOException {
    assumeTrue(
        project.name().equals("sample") || database.major() >= OLDEST_OF_CORPUS,
        project.name() + " is written for PostgreSQL " + OLDEST_OF_CORPUS + " and later");
    Path directory = Files.createDirectory(root.resolve("scripts"));
    project.copyTo(directory);
    CodexConfig config = Scripts.in(directory)
        .config(
            database,
            "{'migrations':{'format':'" + (project.named() ? project.format() : "auto") + "'}}");
    MigrationSet all = load(vertx, config);
    assertThat(all.problems()).isEmpty();
    Psql ours = Psql.as(database);
    String reference = database.name() + "_psql";
    try {
      assertThat(ours.asSuperuser()
              .execute("create database " + reference + " template template0 owner "
                  + database.username())
              .err())
          .isEmpty();
      Psql theirs = ours.on(reference);
      Map<String, String> failed = migrate(vertx, config, directory);
      assertThat(byPsql(project, all, theirs)).isEqualTo(failed);
      assertThat(failed.keySet())
          .containsExactlyElementsOf(project.failing().stream().sorted().toList());
      boolean equal = ours.dump().equals(theirs.dump()) && ours.rows().equals(theirs.rows());
      TABLE.add(line(project, all, failed.size(), equal));
      assertThat(ours.rows()).isEqualTo(theirs.rows());
      assertThat(ours.dump()).isEqualTo(theirs.dump());
    } finally {
      ours.asSuperuser().execute("drop database if exists " + reference + " with (force)");
    }
  }

  private static MigrationSet load(Vertx vertx, CodexConfig config) {
    return Ended.well(ScriptFiles.create(vertx)
        .load(config.migrations().locations(), config.migrations().format()));
  }

  /** Applies everything; a script that fails is taken away, and the rest goes on. */
  private static Map<String, String> migrate(Vertx vertx, CodexConfig config, Path directory)
      throws IOException {
    Map<String, String> failed = new LinkedHashMap<>();
    while (true) {
      try {
        Migrator.create(vertx, config)
            .migrate()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
        return failed;
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof MigrationFailed stopped)) {
          throw e;
        }
        failed.put(stopped.failure().script(), stopped.failure().message());
        Files.delete(directory.resolve(stopped.failure().script()));
      }
    }
  }

  private Map<String, String> byPsql(Project project, MigrationSet set, Psql psql) {
    Map<String, String> failed = new LinkedHashMap<>();
    for (Migration migration : set.migrations()) {
      String script = migration.script().path();
      Psql.Answer answer = project.run(psql, script, root);
      if (answer.exit() != 0) {
        failed.put(script, answer.error());
      }
    }
    return failed;
  }

  private static String line(Project project, MigrationSet set, int failed, boolean equal) {
    int statements = 0;
    int byStatement = 0;
    for (Migration migration : set.migrations()) {
      Inspection inspection = ScriptInspector.inspect(migration.script());
      statements += inspection.statements();
      byStatement += inspection.mode().isJournaled() ? 1 : 0;
    }
    return "%-10s %-16s %4d scripts (%3d statement by statement, %d failed alike) %6d statements  %s"
        .formatted(
            project.name(),
            project.format(),
            set.migrations().size(),
            byStatement,
            failed,
            statements,
            equal ? "equal" : "NOT EQUAL");
  }
}
