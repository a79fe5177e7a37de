package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Checksum;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Problem.Code;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptFilesTest extends LoadedScripts {
  @Test
  void scripts_are_found_at_any_depth_and_put_in_order() throws Exception {
    write("V10__ten.sql", "select 10;");
    write("old/V2__two.sql", "select 2;");
    write("old/deeper/V1__one.SQL", "select 1;");
    write("R__view.sql", "select 0;");
    write("README.md", "not a script");
    MigrationSet set = load();
    assertThat(set.problems()).isEmpty();
    assertThat(set.migrations())
        .extracting(Migration::label)
        .containsExactly("1 (one)", "2 (two)", "10 (ten)", "view");
    assertThat(set.migrations())
        .extracting(migration -> migration.script().path())
        .containsExactly(
            "old/deeper/V1__one.SQL", "old/V2__two.sql", "V10__ten.sql", "R__view.sql");
    assertThat(set.migrations().get(0).script().text()).contains("select 1;");
    assertThat(set.migrations().get(0).checksum()).isEqualTo(Checksum.of("select 1;"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;\nb;", "\uFEFFa;\nb;", "a;\r\nb;", "\uFEFFa;\rb;"})
  void a_byte_order_mark_and_line_ends_make_no_other_checksum(String text) throws Exception {
    write("V1__a.sql", text);
    Migration migration = load().migrations().get(0);
    assertThat(migration.checksum()).isEqualTo(Checksum.of("a;\nb;"));
    assertThat(migration.script().text().orElseThrow())
        .startsWith("a;")
        .hasSize(text.replace("\uFEFF", "").length());
  }

  @Test
  void an_empty_file_is_a_script() throws Exception {
    write("V1__a.sql", "");
    write("V2__b.sql", "\uFEFF");
    assertThat(load().problems()).isEmpty();
    assertThat(load().migrations())
        .allSatisfy(
            migration -> assertThat(ScriptInspector.inspect(migration.script()).mode())
                .isEqualTo(Inspection.Mode.EMPTY));
  }

  @Test
  void a_file_beside_it_or_a_section_in_it_takes_a_migration_back() throws Exception {
    write("V1__a.sql", "up;\n");
    write("U1__a.sql", "down;\n");
    write("V2__b.sql", "up;\n-- codex:down\ndown;\n");
    assertThat(load().problems()).isEmpty();
    assertThat(load().migrations()).allSatisfy(migration -> {
      assertThat(migration.down())
          .extracting(down -> down == null ? "" : down.text())
          .isEqualTo("down;\n");
      assertThat(migration.script().text()).contains("up;\n");
      assertThat(migration.checksum()).isEqualTo(Checksum.of("up;\n"));
    });
  }

  @Test
  void what_undoes_a_migration_is_clear() throws Exception {
    write("V1__a.sql", "up;\n-- codex:down\ndown;\n");
    write("U1__a.sql", "down;");
    write("U2__b.sql", "down;");
    write("V3__c.sql", "up;");
    write("U3__c.sql", "down;");
    write("x/U3__c.sql", "down;");
    write("V4__d.sql", "up;");
    write("U4__d.sql", "down;\n-- codex:down\nup;");
    assertThat(load().problems())
        .extracting(Problem::fact)
        .containsExactlyInAnyOrder(
            "V1__a.sql has a down section, and U1__a.sql undoes it too",
            "U2__b.sql undoes version 2, and there is no script with that version",
            "U3__c.sql and x/U3__c.sql both undo version 3",
            "U4__d.sql undoes a migration, and has a down section of its own");
  }

  @Test
  void names_that_do_not_parse_are_all_told_at_once() throws Exception {
    write("V1__a.sql", "a;");
    write("V2_b.sql", "b;");
    write("v3__c.sql", "c;");
    assertThat(load().problems())
        .extracting(Problem::code)
        .containsOnly(Code.UNREADABLE_NAME)
        .hasSize(2);
    assertThat(load().migrations()).hasSize(1);
  }

  @Test
  void two_scripts_with_one_version_are_told() throws Exception {
    write("V1.0__a.sql", "a;");
    write("V01__b.sql", "b;");
    assertThat(load().problems()).extracting(Problem::code).containsExactly(Code.DUPLICATE);
  }

  @Test
  void a_file_that_is_not_UTF_8_is_told_with_the_byte_and_the_line() throws Exception {
    Files.write(
        root.resolve("V1__a.sql"), "select 1;\n-- é".getBytes(Charset.forName("windows-1252")));
    Files.write(root.resolve("V2__b.sql"), "select 1;".getBytes(Charset.forName("UTF-16")));
    write("V3__c.sql", "select '\uFFFD'");
    write("V4__d.sql", "a;\nb\0;");
    assertThat(load().problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "V1__a.sql is not UTF-8: byte 0xE9 at offset 13, line 2; convert it, for example with iconv -f WINDOWS-1252 -t"
                + " UTF-8",
            "V2__b.sql is not UTF-8: byte 0xFE at offset 0, line 1; it looks like UTF-16: convert it with iconv -f UTF-16 -t"
                + " UTF-8",
            "V4__d.sql has a NUL character; remove it; PostgreSQL cannot take one");
    assertThat(load().problems()).extracting(Problem::line).containsExactly(2, 1, 2);
    assertThat(load().migrations()).hasSize(1);
  }

  @Test
  void hidden_files_are_left_out() throws Exception {
    write("V1__a.sql", "a;");
    write(".git/V2__b.sql", "b;");
    write(".V3__c.sql", "c;");
    assertThat(load().problems()).isEmpty();
    assertThat(load().migrations()).hasSize(1);
  }

  @Test
  void thousands_of_small_files_are_read_in_a_moment() throws Exception {
    for (int i = 1; i <= 3_000; i++) {
      write("V" + i + "__script_" + i + ".sql", "insert into t values (" + i + ");\n".repeat(10));
    }
    assertThat(load().migrations()).hasSize(3_000);
    long started = System.nanoTime();
    assertThat(load().problems()).isEmpty();
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)).isLessThan(60);
  }
}
