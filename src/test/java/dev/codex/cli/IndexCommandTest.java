package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code codex index}: nothing is read while there is nothing to do, and everything before anything is done. */
@ExtendWith(PostgresExtension.class)
final class IndexCommandTest {
  private static final String DONE =
      "nothing to do: the schema is at version 1, 2 migrations are applied";

  @TempDir
  private Path directory;

  private ScriptDirectory scripts;

  @BeforeEach
  void indexed() {
    scripts = new ScriptDirectory(directory)
        .with("V1__books.sql", "create table books (id int);\n")
        .with("R__titles.sql", "create or replace view titles as select 1 as id;\n");
    assertThat(run(Map.of(), "index").withCode(0).out())
        .isEqualToIgnoringNewLines(directory + "/.codex-index vouches for 2 migrations");
  }

  private Cli.Ended run(Map<String, String> environment, String command, String... more) {
    String[] all = java.util.Arrays.copyOf(more, more.length + 3);
    System.arraycopy(more, 0, all, 1, more.length);
    all[0] = command;
    all[more.length + 1] = "--location";
    all[more.length + 2] = scripts.toString();
    return Cli.run(environment, all);
  }

  /** A text of the same length at the same time, which no index can tell from the one that it was made of. */
  private void swap(String name, String from, String to) throws IOException {
    Path file = directory.resolve(name);
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, Files.readString(file).replace(from, to));
    Files.setLastModifiedTime(file, time);
  }

  @Test
  void a_run_with_nothing_to_do_reads_no_script(TestDatabase database) throws IOException {
    run(database.env(), "migrate").withCode(0);
    swap("V1__books.sql", "books", "cooks");
    assertThat(run(database.env(), "migrate").withCode(0).out()).isEqualToIgnoringNewLines(DONE);
    assertThat(run(database.env(), "wait-for-migrations", "--timeout", "5")
            .withCode(0)
            .out())
        .contains("version 1");
  }

  @Test
  void validate_reads_all_of_them(TestDatabase database) throws IOException {
    run(database.env(), "migrate").withCode(0);
    run(database.env(), "validate").withCode(0);
    swap("R__titles.sql", "select 1", "select 2");
    assertThat(run(database.env(), "validate").withCode(8).err())
        .contains("/.codex-index is not that of the scripts: R__titles.sql has another text")
        .contains("run codex index again, or remove it");
  }

  @Test
  void nothing_is_applied_by_an_index(TestDatabase database) throws IOException {
    swap("V1__books.sql", "books", "cooks");
    run(database.env(), "migrate").withCode(0);
    assertThat(database.<Boolean>value("select to_regclass('cooks') is not null"))
        .isTrue();
  }

  @Test
  void as_soon_as_something_is_pending_every_script_is_read(TestDatabase database)
      throws IOException {
    run(database.env(), "migrate").withCode(0);
    swap("V1__books.sql", "books", "cooks");
    scripts.with("V2__more.sql", "create table more (id int);\n");
    assertThat(run(database.env(), "migrate").withCode(8).err())
        .contains("migration 1 (books) was modified");
    swap("V1__books.sql", "cooks", "books");
    assertThat(run(database.env(), "migrate").withCode(0).out()).startsWith("applied 1 migration");
  }

  @Test
  void what_it_did_is_told_to_programs_too() {
    assertThat(new JsonObject(
            run(Map.of(), "index", "--output", "json").withCode(0).out()))
        .isEqualTo(new JsonObject()
            .put("index", directory + "/.codex-index")
            .put("migrations", 2)
            .put("files", 2));
  }

  @Test
  void a_directory_that_cannot_have_one_is_named() {
    assertThat(Cli.run("index", "--location", directory.resolve("none").toString())
            .withCode(8)
            .err())
        .contains("there is no directory " + directory.resolve("none"));
    assertThat(Cli.run("index", "--location", "classpath:db").withCode(2).err())
        .contains("classpath:db is on the class path, where no index can be written");
  }
}
