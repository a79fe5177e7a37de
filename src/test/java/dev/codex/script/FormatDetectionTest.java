package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class FormatDetectionTest {
  @TempDir
  private Path root;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void every_format_of_the_configuration_is_in_the_table(ScriptFormat id) {
    assertThat(Formats.of(id).id()).isEqualTo(id);
  }

  @Test
  void names_and_markers_show_the_format() {
    assertThat(detected("native", "V1__a.sql", "R__b.sql", "old/V2__c.sql"))
        .contains(ScriptFormat.NATIVE);
    assertThat(detected("golang", "000001_a.up.sql", "000001_a.down.sql"))
        .contains(ScriptFormat.GOLANG_MIGRATE);
    assertThat(detected("diesel", "2017-01-31-230457_a/up.sql", "2017-01-31-230457_a/down.sql"))
        .contains(ScriptFormat.DIESEL);
    assertThat(detected("prisma", "20240101120000_a/migration.sql")).contains(ScriptFormat.PRISMA);
    directory("sqlx").with("1_a.up.sql", "-- no-transaction\nvacuum;");
    assertThat(detected("sqlx", "1_a.down.sql", "2_b.up.sql")).contains(ScriptFormat.SQLX);
    directory("goose").with("0001_a.sql", "-- what it is for\n-- +goose Up\nselect 1;");
    assertThat(detected("goose")).contains(ScriptFormat.GOOSE);
    directory("dbmate").with("2024_a.sql", "\uFEFF-- migrate:up\nselect 1;\n-- migrate:down\n");
    assertThat(detected("dbmate")).contains(ScriptFormat.DBMATE);
    directory("node").with("1700000000000_a.sql", "-- Up Migration\nselect 1;");
    assertThat(detected("node")).contains(ScriptFormat.NODE_PG_MIGRATE);
  }

  @Test
  void numbers_that_repeat_leave_only_plain() {
    assertThat(detected("plain", "0038_a.sql", "0038_b.sql")).contains(ScriptFormat.PLAIN);
    assertThat(detected("home-made", "0140.do.a.sql", "0140.undo.a.sql"))
        .contains(ScriptFormat.PLAIN);
  }

  @Test
  void what_has_no_sign_of_any_is_ours() {
    assertThat(detected("ours", "create_books.sql")).contains(ScriptFormat.NATIVE);
    assertThat(directory("ours").facts()).singleElement().asString().contains("no V, R, U or B");
  }

  @Test
  void a_directory_that_could_be_two_formats_asks() {
    assertThat(detected("numbered", "0001_a.sql", "0002_b.sql")).isEmpty();
    assertThat(directory("numbered").read().problems()).singleElement().satisfies(problem -> {
      assertThat(problem.code()).isEqualTo(Problem.Code.UNCLEAR_FORMAT);
      assertThat(problem.fact()).endsWith("the first being 0001_a.sql, could be sqlx or plain");
      assertThat(problem.advice()).contains("migrations.format");
    });
    assertThat(directory("repeated").withFiles("0000_a.up.sql", "0000_b.up.sql").facts())
        .singleElement()
        .asString()
        .endsWith("could be golang-migrate or plain");
  }

  @Test
  void a_folder_that_begins_with_digits_is_no_script() {
    directory("goose").with("20240101_a.sql", "-- +goose Up\nselect 1;");
    directory("goose").with("2023_archive/001_old.sql", "-- +goose Up\nselect 1;");
    assertThat(directory("goose").labels()).containsExactly("20240101 (a)");
    assertThat(directory("golang").withFiles("2_a.up.sql", "1_old/1_z.up.sql").labels())
        .containsExactly("2 (a)");
    assertThat(detected("asked", "20240101_a.sql", "2023_archive/001_old.sql")).isEmpty();
    assertThat(directory("asked").facts())
        .singleElement()
        .asString()
        .endsWith("the first being 20240101_a.sql, could be sqlx or plain");
    assertThat(detected("ours", "1.sql", "2023/2.sql")).contains(ScriptFormat.NATIVE);
  }

  @Test
  void a_comment_on_the_direction_is_no_marker_in_scripts_of_other_tools() {
    String comment = "-- Down Migration\ndrop table a;";
    directory("golang").with("1_a.down.sql", comment);
    assertThat(detected("golang", "1_a.up.sql")).contains(ScriptFormat.GOLANG_MIGRATE);
    directory("stray").with("2_b.sql", "-- Down migration: drops a\ndrop table a;");
    assertThat(detected("stray", "1_a.up.sql")).contains(ScriptFormat.GOLANG_MIGRATE);
    directory("diesel").with("2024-01-01-000000_a/down.sql", comment);
    assertThat(detected("diesel", "2024-01-01-000000_a/up.sql")).contains(ScriptFormat.DIESEL);
    directory("prisma").with("20240101000000_a/migration.sql", "-- Up Migration\nselect 1;");
    assertThat(detected("prisma")).contains(ScriptFormat.PRISMA);
    directory("node").with("1_a.sql", "-- Up migration: makes a\nselect 1;");
    assertThat(detected("node")).contains(ScriptFormat.NODE_PG_MIGRATE);
    directory("both").with("2_b.sql", "-- Up Migration\n" + comment);
    assertThat(directory("both").withFiles("1_a.up.sql").facts())
        .singleElement()
        .asString()
        .contains("golang-migrate (1_a.up.sql) and node-pg-migrate (2_b.sql)");
  }

  @Test
  void a_down_script_beside_that_of_Prisma_is_not_of_Diesel() {
    assertThat(detected("prisma", "20240101000000_a/migration.sql", "20240101000000_a/down.sql"))
        .contains(ScriptFormat.PRISMA);
    assertThat(directory("prisma").labels()).containsExactly("20240101000000_a");
  }

  @Test
  void two_formats_in_one_directory_are_both_named() {
    directory("two").with("1_a.sql", "-- +goose Up\n").with("2_b.sql", "-- migrate:up\n");
    assertThat(directory("two").facts())
        .containsExactly("DIR holds scripts of two formats, goose (1_a.sql) and dbmate (2_b.sql)");
    assertThat(directory("ours").withFiles("V1__a.sql", "2_b.up.sql").facts())
        .containsExactly(
            "DIR holds scripts of two formats, native (V1__a.sql) and golang-migrate (2_b.up.sql)");
    assertThat(directory("ours").labels()).isEmpty();
  }

  @Test
  void several_directories_have_one_format_unless_it_is_named() {
    directory("a").withFiles("V1__a.sql");
    directory("b").withFiles("2_b.up.sql");
    List<String> both = List.of(root.resolve("a").toString(), root.resolve("b").toString());
    assertThat(
            Locations.read(both, ScriptFormat.AUTO, getClass().getClassLoader()).problems())
        .extracting(Problem::fact)
        .containsExactly(
            both.get(0) + " looks like native and " + both.get(1) + " like golang-migrate");
    directory("c").withFiles("1_c.sql");
    List<String> named = List.of(root.resolve("b").toString(), root.resolve("c").toString());
    assertThat(Locations.read(named, ScriptFormat.SQLX, getClass().getClassLoader())
            .problems())
        .isEmpty();
  }

  @Test
  void a_named_format_is_not_questioned() {
    directory("x").withFiles("0001_a.sql", "0002_b.sql");
    assertThat(directory("x").labels(ScriptFormat.SQLX)).containsExactly("0001 (a)", "0002 (b)");
    assertThat(directory("x").labels(ScriptFormat.PLAIN)).containsExactly("0001_a", "0002_b");
    assertThat(directory("x").facts(ScriptFormat.DIESEL))
        .containsExactly(
            "none of the .sql files in DIR is a script of diesel, the first being 0001_a.sql");
  }

  private FormatDirectory directory(String name) {
    return new FormatDirectory(root.resolve(name));
  }

  private Optional<ScriptFormat> detected(String name, String... paths) {
    FormatDirectory directory = directory(name).withFiles(paths);
    try {
      List<FoundFile> files = Directory.files(directory.root(), problem -> {});
      return FormatDetection.of(name, files, new ArrayList<Problem>()::add).map(Format::id);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
