package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats that keep a hash of each script beside it or in it, and those that only a name tells. */
final class CommittedFormatsTest {
  private static final Path SAMPLES = Path.of("src/test/resources/formats");

  @TempDir
  private Path root;

  private FormatDirectory directory;

  @BeforeEach
  void start() {
    directory = new FormatDirectory(root);
  }

  private static String sample(String path) {
    try {
      return Files.readString(SAMPLES.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void graphile() {
    directory
        .with("000001-create-books.sql", sample("graphile/committed/000001-create-books.sql"))
        .with("000002-title-index.sql", sample("graphile/committed/000002-title-index.sql"));
  }

  private void atlas() {
    directory
        .with("20240101120000_create_books.sql", sample("atlas/20240101120000_create_books.sql"))
        .with("20240102120000_title_index.sql", sample("atlas/20240102120000_title_index.sql"))
        .with("atlas.sum", sample("atlas/atlas.sum"));
  }

  @Test
  void graphile_scripts_are_those_that_were_committed() {
    graphile();
    assertThat(directory.facts()).isEmpty();
    assertThat(directory.labels()).containsExactly("000001 (create books)", "000002 (title index)");
    assertThat(directory.read().migrations())
        .extracting(migration -> migration.script().header().noTransaction())
        .containsExactly(false, true);
  }

  @Test
  void line_ends_of_another_system_are_no_modification_to_graphile() {
    graphile();
    directory.with(
        "000001-create-books.sql",
        sample("graphile/committed/000001-create-books.sql").replace("\n", "\r\n"));
    assertThat(directory.facts()).isEmpty();
  }

  @Test
  void a_graphile_script_that_was_modified_is_told_unless_it_says_so() {
    graphile();
    String text = sample("graphile/committed/000001-create-books.sql") + "select 1;\n";
    directory.with("000001-create-books.sql", text);
    assertThat(directory.facts())
        .singleElement()
        .asString()
        .startsWith(
            "000001-create-books.sql was modified after it was committed: its hash is sha1:");
    directory.with(
        "000001-create-books.sql", text.replaceFirst("\n\n", "\n--! AllowInvalidHash\n\n"));
    assertThat(directory.facts()).isEmpty();
  }

  @Test
  void a_graphile_chain_that_is_broken_is_told() throws IOException {
    graphile();
    Files.delete(root.resolve("000001-create-books.sql"));
    assertThat(directory.facts())
        .singleElement()
        .asString()
        .matches("000002-title-index.sql follows sha1:\\w+, and there is no script before it");
    directory.with("000003-more.sql", "select 1;");
    assertThat(directory.facts())
        .anySatisfy(fact -> assertThat(fact)
            .startsWith("000003-more.sql has no --! Previous: and --! Hash: at its top"));
  }

  @Test
  void a_placeholder_of_graphile_is_refused_at_its_line() {
    directory.with(
        "000001.sql",
        "--! Previous: -\n--! Hash: sha1:0\n--! AllowInvalidHash\n\nselect 1::int;\ngrant x to :DATABASE_OWNER;\n");
    assertThat(directory.facts())
        .containsExactly(
            "000001.sql:6:1: :DATABASE_OWNER is a placeholder of graphile-migrate, which Codex does not put in");
  }

  @Test
  void atlas_scripts_are_held_against_atlas_sum() {
    atlas();
    assertThat(directory.facts()).isEmpty();
    assertThat(directory.labels())
        .containsExactly("20240101120000 (create books)", "20240102120000 (title index)");
    assertThat(directory.read().migrations())
        .extracting(migration -> migration.script().header().noTransaction())
        .containsExactly(false, true);
    directory.with("20240101120000_create_books.sql", "select 1;");
    assertThat(directory.facts())
        .containsExactly(
            "20240101120000_create_books.sql or a script before it was modified, added or removed after atlas.sum was written");
  }

  @Test
  void what_atlas_sum_does_not_know_or_alone_knows_is_told() throws IOException {
    atlas();
    directory.with("20240103120000_more.sql", "select 1;");
    assertThat(directory.facts()).containsExactly("20240103120000_more.sql is not in atlas.sum");
    Files.delete(root.resolve("20240103120000_more.sql"));
    Files.delete(root.resolve("20240102120000_title_index.sql"));
    assertThat(directory.facts())
        .containsExactly("20240102120000_title_index.sql is in atlas.sum, and is not here");
  }

  @Test
  void a_checkpoint_of_atlas_is_a_baseline() {
    directory
        .with("1_a.sql", "create table a ();")
        .with("2_all.sql", "-- atlas:checkpoint\n\ncreate table a ();\n")
        .with("3_c.sql", "-- atlas:txmode none\ncreate table c ();");
    MigrationSet set = directory.read();
    assertThat(set.problems()).isEmpty();
    assertThat(set.baselines()).extracting(Migration::label).containsExactly("2 (all)");
    assertThat(set.migrations()).extracting(Migration::label).containsExactly("1 (a)", "3 (c)");
    assertThat(set.migrations().get(1).script().header().noTransaction())
        .as("a directive needs an empty line below it")
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- atlas:delimiter //|1_a.sql:1:1: -- atlas:delimiter // is no SQL",
        "-- atlas:txtar|1_a.sql:1:1: -- atlas:txtar makes an archive of checks and statements of this file, which Codex cannot run"
      })
  void what_codex_cannot_do_for_atlas_is_refused(String directive, String fact) {
    directory.with("1_a.sql", directive + "\n\nselect 1;\n");
    assertThat(directory.facts(ScriptFormat.ATLAS)).containsExactly(fact);
  }

  @ParameterizedTest
  @CsvSource({"'\\n\\n\\n'", "'-- end'"})
  void a_delimiter_that_is_white_space_or_a_comment_means_nothing(String delimiter) {
    directory.with("1_a.sql", "-- atlas:delimiter " + delimiter + "\nselect 1;\n\n\nselect 2;\n");
    assertThat(directory.facts(ScriptFormat.ATLAS)).isEmpty();
  }

  @Test
  void the_U_of_refinery_is_no_undo() {
    directory.withFiles("V1__a.sql", "U2__b_c.sql", "V10__d.sql", "sub/V3__e.sql", "x.sql");
    assertThat(directory.facts(ScriptFormat.REFINERY)).isEmpty();
    assertThat(directory.labels(ScriptFormat.REFINERY))
        .containsExactly("1 (a)", "2 (b c)", "3 (e)", "10 (d)");
    assertThat(directory.read(ScriptFormat.REFINERY).migrations())
        .allSatisfy(migration -> assertThat(migration.down()).isNull());
    directory.withFiles("V11__f.rs");
    assertThat(directory.facts(ScriptFormat.REFINERY))
        .containsExactly("V11__f.rs is a refinery migration in Rust, which Codex cannot run");
  }

  @Test
  void supabase_is_told_by_its_directory() {
    FormatDirectory home = new FormatDirectory(root.resolve("supabase/migrations"));
    home.withFiles("20240101120000_a.sql", "20240102120000_b_c.sql");
    assertThat(home.facts()).isEmpty();
    assertThat(home.labels()).containsExactly("20240101120000 (a)", "20240102120000 (b c)");
    home.withFiles("001_initial.sql", "remote.sql", "old/x.sql");
    home.with("3_c.sql", "-- Down migration: drops c\nselect 1;");
    assertThat(home.facts()).isEmpty();
    assertThat(home.labels())
        .containsExactly("001 (initial)", "3 (c)", "20240101120000 (a)", "20240102120000 (b c)");
    home.with("4_d.sql", "-- +goose Up\nselect 1;");
    assertThat(home.facts()).isNotEmpty().allMatch(fact -> fact.contains("goose"));
    directory = new FormatDirectory(root.resolve("elsewhere"));
    directory.withFiles("20240101120000_a.sql");
    assertThat(directory.facts())
        .singleElement()
        .asString()
        .endsWith("could be sqlx, supabase or plain");
  }
}
