package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.example.FillTitles;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.Problem;
import dev.codex.migration.SchemaState;
import dev.codex.script.ScriptFiles;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class JavaMigrationTest {
  @TempDir
  private Path root;

  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void directory(Vertx given) {
    scripts = Scripts.in(root.resolve("scripts"));
    scripts.with(
        "V1__shelf.sql",
        "create table shelf (id int primary key, name text); insert into shelf values (1, 'a')");
    vertx = given;
  }

  private record Code(String version, String checksum, Function<SqlConnection, Future<?>> work)
      implements JavaMigration {
    @Override
    public String description() {
      return "code";
    }

    @Override
    public Future<?> migrate(SqlConnection connection) {
      return work.apply(connection);
    }
  }

  private static JavaMigration code(Function<SqlConnection, Future<?>> work) {
    return new Code("2", "", work);
  }

  private Migrator migrator(TestDatabase database, JavaMigration... code) {
    return Migrator.create(vertx, scripts.config(database)).withMigrations(code);
  }

  private MigrationFailed fail(TestDatabase database, Function<SqlConnection, Future<?>> work) {
    MigrationFailed failed =
        Ended.badly(migrator(database, code(work)).migrate(), MigrationFailed.class);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(1);
    return failed;
  }

  @Test
  void it_takes_its_place_among_the_scripts_and_is_recorded(TestDatabase database) {
    scripts.with("V3__b.sql", "create table b as select name from shelf");
    assertThat(Ended.well(migrator(database, new FillTitles()).migrate()).applied())
        .extracting(applied -> applied.migration().label())
        .containsExactly("1 (shelf)", "2 (fill titles)", "3 (b)");
    assertThat(database.<String>value("select name from b")).isEqualTo("A");
    assertThat(
            database.<String>value("select script from codex_schema_history where version = '2'"))
        .isEqualTo(FillTitles.class.getName());
    assertThat(Ended.well(migrator(database, new FillTitles()).migrate()).applied())
        .isEmpty();
  }

  @Test
  void an_index_of_the_scripts_says_nothing_of_it(TestDatabase database) {
    Ended.well(migrator(database).migrate());
    CodexConfig config = scripts.config(database);
    assertThat(Ended.well(ScriptFiles.create(vertx).index(config)).migrations()).isEqualTo(1);
    assertThat(Ended.well(migrator(database).migrate()).applied()).isEmpty();
    assertThat(Ended.well(migrator(database, new FillTitles()).migrate()).applied())
        .hasSize(1);
  }

  @Test
  void it_and_its_row_are_one_transaction(TestDatabase database) {
    MigrationFailed failed = fail(
        database,
        connection -> connection
            .query("update shelf set name = 'lost'")
            .execute()
            .compose(done -> connection.query("select nope from shelf").execute()));
    assertThat(failed.getMessage()).contains("migration 2 (code) failed").contains("nope");
    assertThat(fail(database, connection -> Future.failedFuture(new IOException("no file")))
            .getMessage())
        .contains("no file");
    assertThat(fail(database, connection -> {
              throw new IllegalStateException("thrown");
            })
            .getMessage())
        .contains("thrown");
    assertThat(database.<String>value("select name from shelf")).isEqualTo("a");
  }

  @Test
  void ending_the_transaction_is_detected(TestDatabase database) {
    MigrationFailed failed =
        fail(database, connection -> connection.query("commit").execute());
    assertThat(failed.getMessage()).contains("has ended the transaction that it was given");
    assertThat(
            fail(database, connection -> connection.query("rollback").execute()).getMessage())
        .contains("has ended the transaction that it was given");
    assertThat(fail(
                database,
                connection -> connection
                    .query("commit")
                    .execute()
                    .compose(done -> connection.query("begin").execute()))
            .getMessage())
        .contains("has ended the transaction that it was given");
  }

  @Test
  void another_checksum_is_a_modification_and_a_version_is_there_once(TestDatabase database) {
    JavaMigration one = new Code("2", "one", done -> Future.succeededFuture());
    Ended.well(migrator(database, one).migrate());
    JavaMigration other = new Code("2", "other", done -> Future.succeededFuture());
    assertThat(Ended.badly(migrator(database, other).migrate(), ScriptsInvalid.class)
            .problems())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.MODIFIED);
    JavaMigration twice = new Code("1", "", done -> Future.succeededFuture());
    JavaMigration bad = new Code("x", "", done -> Future.succeededFuture());
    assertThat(Ended.badly(migrator(database, twice, bad).migrate(), ScriptsInvalid.class)
            .problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(Problem.Code.UNREADABLE_NAME, Problem.Code.DUPLICATE);
  }

  @Test
  void who_waits_knows_them_too(TestDatabase database) {
    CodexConfig config = scripts.config(database, "{'wait':{'interval':'20ms'}}");
    Future<SchemaState> wait =
        SchemaWaiter.create(vertx, config).withMigrations(new FillTitles()).awaitReady();
    Ended.well(Migrator.create(vertx, config).migrate());
    assertThat(wait.isComplete()).isFalse();
    Ended.well(migrator(database, new FillTitles()).migrate());
    assertThat(Ended.well(wait).version()).isEqualTo("2");
  }

  @Test
  void the_page_shows_the_example_that_is_compiled() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/codex/example/FillTitles.java"));
    assertThat(Files.readString(Path.of("docs/java-migrations.md")))
        .contains("```java\n" + source.substring(source.indexOf("import ")) + "```");
  }

  @Test
  void it_is_found_as_a_service(TestDatabase database) throws IOException {
    assertThat(withService(() -> migrator(database).migrate())).hasSize(2);
    assertThat(database.<String>value("select name from shelf")).isEqualTo("A");
  }

  @Test
  void it_is_found_as_a_service_beside_an_index(TestDatabase database) throws IOException {
    Ended.well(migrator(database).migrate());
    Ended.well(ScriptFiles.create(vertx).index(scripts.config(database)));
    assertThat(withService(() -> migrator(database).migrate())).hasSize(1);
  }

  private List<MigrationReport.Applied> withService(Supplier<Future<MigrationReport>> run)
      throws IOException {
    Path services = Files.createDirectories(root.resolve("services/META-INF/services"));
    Files.writeString(services.resolve(JavaMigration.class.getName()), FillTitles.class.getName());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {root.resolve("services").toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      return Ended.well(run.get()).applied();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
