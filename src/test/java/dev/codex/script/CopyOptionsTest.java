package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Checksum;
import dev.codex.migration.CopyData;
import dev.codex.migration.Problem;
import dev.codex.migration.ScriptHeader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyOptionsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          copy binary t from stdin                       | COPY data in the format binary cannot stand in a script
          copy t from stdin (format binary)              | COPY data in the format binary cannot stand in a script
          copy t from stdin (format parquet)             | COPY data in the format parquet cannot stand in a script
          copy t from stdin where a > 1                  | COPY ... WHERE needs a server that reads the data itself
          copy t from stdin (delimiter 'ab')             | COPY's DELIMITER is "ab"
          copy t from stdin (format csv, header match)   | COPY with HEADER MATCH
          copy t from stdin (format csv, force_null *)   | COPY with FORCE_NULL *
          copy t from stdin encoding 'latin1'            | COPY data in the encoding latin1
          copy t from stdin (on_error ignore)            | COPY with ON_ERROR ignore
          copy t from stdin (reject_limit 3)             | COPY with the option REJECT_LIMIT
          copy t from stdin (default 'x')                | COPY with the option DEFAULT
          copy t from stdin csv force quote a            | COPY with the option FORCE_QUOTE
          copy t (U&"a") from stdin                      | COPY names a column as U&"a"
          """)
  void what_Codex_cannot_do_is_refused_before_anything_is_sent(String copy, String fact)
      throws IOException {
    assertThat(problems(copy + ";\n\\.\n", ScriptHeader.NONE))
        .singleElement()
        .extracting(Problem::fact)
        .asString()
        .startsWith("a.sql:1:1: " + fact);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy t from stdin with (freeze true, format 'text', encoding 'UTF8', header false)",
        "copy t from stdin with csv header quote '''' escape as '\\' null '' force not null a, b freeze",
        "copy t from stdin using delimiters ','",
        "copy t from stdout",
        "copy t from stdin (freeze, on_error stop, log_verbosity verbose)"
      })
  void what_changes_no_row_is_taken(String copy) throws IOException {
    assertThat(problems(copy + ";\n\\.\n", ScriptHeader.NONE)).isEmpty();
  }

  @Test
  void a_script_without_a_transaction_may_have_data_too() throws IOException {
    assertThat(
            problems("select 1;\ncopy t from stdin;\n1\n\\.\n", new ScriptHeader(true, null, null)))
        .isEmpty();
  }

  @Test
  void a_script_with_data_is_transactional_and_no_single_message() throws IOException {
    Inspection inspection = ScriptInspector.inspect(
        "a.sql", ScriptHeader.NONE, cursor("copy t from stdin;\n1\n\\.\nselect 1"));
    assertThat(inspection)
        .isEqualTo(new Inspection(Inspection.Mode.TRANSACTIONAL, 2, false, false, List.of()));
  }

  @Test
  void rows_that_nobody_reads_are_left_out() throws IOException {
    ScriptCursor cursor = cursor("copy t from stdin;\n" + "x\n".repeat(100_000) + "\\.\nselect 1");
    assertThat(cursor.next()).isNotNull();
    CopyData.Rows rows = cursor.copyData().rows(List.of("a"));
    assertThat(rows.next()).isEqualTo(new CopyData.Row(2, 5, List.of("x")));
    assertThat(cursor.next()).extracting("text").isEqualTo("select 1");
  }

  @Test
  void rows_know_their_lines() throws IOException {
    ScriptCursor cursor =
        cursor("\ncopy t from stdin csv;\n1,\"a\nb\"\n2,\n3,x\n\\.\n\n\nselect 1");
    assertThat(cursor.next()).isNotNull();
    CopyData.Rows rows = cursor.copyData().rows(List.of("a", "b"));
    List<CopyData.Row> all = new ArrayList<>();
    for (CopyData.Row row = rows.next(); row != null; row = rows.next()) {
      all.add(row);
    }
    assertThat(all)
        .containsExactly(
            new CopyData.Row(3, 15, List.of("1", "a\nb")),
            new CopyData.Row(5, 10, Arrays.asList("2", null)),
            new CopyData.Row(6, 11, List.of("3", "x")));
    assertThat(cursor.next()).extracting("line").isEqualTo(10);
  }

  private static List<Problem> problems(String text, ScriptHeader header) throws IOException {
    return ScriptInspector.inspect("a.sql", header, cursor(text)).problems();
  }

  private static ScriptCursor cursor(String text) {
    return new ScriptCursor("a.sql", new StringReader(text), () -> Checksum.of(text));
  }
}
