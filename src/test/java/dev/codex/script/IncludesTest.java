package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Checksum;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncludesTest {
  @TempDir
  private Path outside;

  private Path root;

  private void write(String path, String text) throws IOException {
    root = outside.resolve("migrations");
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private MigrationSet load() {
    return Locations.read(List.of(root.toString()), getClass().getClassLoader());
  }

  private static List<String> statements(Script script) throws IOException {
    List<String> all = new ArrayList<>();
    try (StatementCursor cursor = script.open()) {
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        all.add(next.index() + " " + next.fileOr("own") + ":" + next.line() + " " + next.text());
      }
      assertThat(cursor.checksum()).isEqualTo(script.checksum());
    }
    return all;
  }

  @Test
  void a_file_stands_where_it_is_included() throws IOException {
    write(
        "V1__all.sql",
        "select 1;\n\\i parts/a.sql\n\\include_relative 'parts/b.txt'\nselect 4;\n\\i parts/b.txt\n");
    write("parts/a.sql", "\nselect 'a';\n\\ir ../parts/deeper/c.sql\nselect 'no semicolon'");
    write("parts/b.txt", "copy t from stdin;\n1\n\\.\n");
    write("parts/deeper/c.sql", "\uFEFFselect 'c';");
    MigrationSet set = load();
    assertThat(set.problems()).isEmpty();
    assertThat(set.migrations()).hasSize(1);
    Script script = set.migrations().get(0).script();
    assertThat(statements(script))
        .containsExactly(
            "1 own:1 select 1",
            "2 parts/a.sql:2 select 'a'",
            "3 parts/deeper/c.sql:1 select 'c'",
            "4 parts/a.sql:4 select 'no semicolon'",
            "5 parts/b.txt:1 copy t from stdin",
            "6 own:4 select 4",
            "7 parts/b.txt:1 copy t from stdin");
    assertThat(script.text()).isEmpty();
  }

  @Test
  void its_checksum_is_that_of_the_list_of_checksums() throws IOException {
    String text = "\\i b.txt\nselect 1;\n";
    write("V1__a.sql", text);
    write("b.txt", "select 2;");
    Checksum both = load().migrations().get(0).checksum();
    assertThat(both)
        .isEqualTo(Checksum.of(Checksum.of(text) + "\n" + Checksum.of("select 2;") + "\n"));
    write("b.txt", "select 3;");
    assertThat(load().migrations().get(0).checksum()).isNotEqualTo(both);
  }

  @Test
  void letters_that_only_look_like_it_change_nothing() throws IOException {
    String text = "select E'\\i b';\ncopy t from stdin;\n\\i b\n\\.\n";
    write("V1__a.sql", text);
    Script script = load().migrations().get(0).script();
    assertThat(script.checksum()).isEqualTo(Checksum.of(text));
    assertThat(script.text()).contains(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          \\i ../../etc/passwd       | V1__a.sql:2:1: this includes ../../etc/passwd, which is outside of its location
          \\ir sub/../../secret.txt  | V1__a.sql:2:1: this includes sub/../../secret.txt, which is outside of its location
          \\i /etc/passwd            | V1__a.sql:2:1: this includes /etc/passwd, which is not in its location
          \\i 'C:\\x.sql'             | V1__a.sql:2:1: this includes C:\\x.sql, which is not in its location
          \\i link.txt               | V1__a.sql:2:1: this includes link.txt, and there is no file link.txt in its location
          \\i folder/secret.txt      | V1__a.sql:2:1: this includes folder/secret.txt, and there is no file
          \\i nothing.sql            | V1__a.sql:2:1: this includes nothing.sql, and there is no file nothing.sql
          \\i :file                  | V1__a.sql:2:1: this includes no name of a file
          \\i ~/x.sql                | V1__a.sql:2:1: this includes no name of a file
          \\i                        | V1__a.sql:2:1: this includes no name of a file
          \\i V1__a.sql              | V1__a.sql:2:1: this includes V1__a.sql, which is being read already
          \\i loop.txt               | loop.txt:1:1: this includes V1__a.sql, which is being read already
          """)
  void what_is_not_below_the_location_is_refused_with_its_line(String command, String fact)
      throws IOException {
    write("V1__a.sql", "select 1;\n" + command + "\n");
    write("loop.txt", "\\i V1__a.sql\n");
    write("../secret.txt", "secret");
    Files.createSymbolicLink(root.resolve("link.txt"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("folder"), outside);
    assertThat(load().problems())
        .extracting(Problem::fact)
        .anySatisfy(found -> assertThat(found).startsWith(fact));
    assertThat(load().problems())
        .noneSatisfy(found -> assertThat(found.sentence()).contains("secret;"));
  }

  @Test
  void an_open_quote_is_a_problem_of_the_file_it_is_in() throws IOException {
    write("V1__a.sql", "\\i b.txt\n");
    write("b.txt", "select 1;\nselect 'x");
    assertThat(load().problems())
        .extracting(Problem::fact)
        .containsExactly("b.txt:2:8: this quote is not closed before the end of the file");
  }
}
