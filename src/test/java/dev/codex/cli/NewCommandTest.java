package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NewCommandTest {
  @TempDir
  private Path directory;

  private String make(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 3);
    System.arraycopy(args, 0, all, 1, args.length);
    all[0] = "new";
    all[args.length + 1] = "--location";
    all[args.length + 2] = directory.toString();
    String file = Cli.run(all).withCode(0).out().strip();
    assertThat(Path.of(file)).exists().hasParent(directory);
    return Path.of(file).getFileName().toString();
  }

  @Test
  void the_next_number_comes_after_the_highest() throws Exception {
    assertThat(make("Create books")).isEqualTo("V1__create_books.sql");
    Files.writeString(directory.resolve("V9.3__x.sql"), "select 1");
    assertThat(make("add ISBN, if any!")).isEqualTo("V10__add_isbn_if_any.sql");
  }

  @Test
  void times_go_on_as_times() throws Exception {
    assertThat(make("--timestamp", "first")).matches("V20\\d{12}__first.sql");
    assertThat(make("second")).matches("V20\\d{12}__second.sql");
  }

  @Test
  void a_repeatable_script_has_no_version() {
    assertThat(make("--repeatable", "titles")).isEqualTo("R__titles.sql");
    assertThat(Cli.run("new", "--repeatable", "titles", "--location", directory.toString())
            .withCode(2)
            .err())
        .contains("R__titles.sql is there already; choose another name");
  }

  @Test
  void what_it_made_is_a_migration_with_a_down_section() throws Exception {
    Path file = directory.resolve(make("nothing yet"));
    assertThat(Files.readString(file)).startsWith("-- nothing yet\n").contains("-- codex:down");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      00007_a.sql                        | -- +goose Up                | 00008_add_index.sql
      20240131120000_a.sql               | -- migrate:up               | 20\\d{12}_add_index.sql
      000009_a.up.sql                    | select 1;                   | 000010_add_index.down.sql
      1706702400000_a.sql                | -- Up Migration             | 1\\d{12}_add-index.sql
      20240131120000_a/migration.sql     | select 1;                   | migration.sql
      2024-01-31-120000_a/up.sql         | select 1;                   | down.sql
      committed/000001-a.sql             | --! Previous: -/--! Hash: sha1:1/--! AllowInvalidHash | 000002-add-index.sql
      20240131120000_a.sql               | -- atlas:txmode none/       | 20\\d{12}_add_index.sql
      001-a.sql                          | --liquibase formatted sql/--changeset a:1/select 1; | 002_add_index.sql
      0140.do.a.sql                      | select 1;                   | 0141_add_index.sql
      """)
  void a_script_is_named_as_the_others_are(String first, String text, String name)
      throws Exception {
    Path file = directory.resolve(first);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.replace('/', '\n') + "\n");
    List<String> made = Cli.run("new", "add index", "--location", directory.toString())
        .withCode(0)
        .out()
        .strip()
        .lines()
        .toList();
    assertThat(Path.of(made.get(made.size() - 1)).getFileName().toString()).matches(name);
    assertThat(made).allSatisfy(path -> assertThat(Path.of(path)).exists());
    assertThat(Cli.run("validate", "--location", directory.toString()).err())
        .doesNotContain("two formats")
        .doesNotContain("could be");
  }

  @Test
  void a_name_or_a_directory_that_is_none_is_refused() {
    assertThat(
            Cli.run("new", "!!", "--location", directory.toString()).withCode(2).err())
        .contains("\"!!\" holds no letter or digit");
    assertThat(
            Cli.run("new", "x", "--location", directory + "/nosuch").withCode(2).err())
        .contains("there is no directory " + directory
            + "/nosuch; create it, or name another with --location");
  }

  @Test
  void where_the_format_is_not_clear_nothing_is_written() throws Exception {
    Files.writeString(directory.resolve("1_a.sql"), "create table a ();");

    assertThat(
            Cli.run("new", "b", "--location", directory.toString()).withCode(8).err())
        .contains("migrations.format");
    assertThat(directory).isDirectoryNotContaining("glob:**b.sql");
  }

  @Test
  void what_would_not_come_last_by_its_name_is_not_written() throws Exception {
    Files.writeString(directory.resolve("8-a.sql"), "create table a ();");
    Files.writeString(directory.resolve("9-b.sql"), "create table b ();");

    assertThat(
            Cli.run("new", "c", "--location", directory.toString()).withCode(2).err())
        .contains(
            "10_c.sql would come before 8-a.sql, as scripts of the plain format go in the order of their names");
    assertThat(directory).isDirectoryNotContaining("glob:**c.sql");
  }
}
