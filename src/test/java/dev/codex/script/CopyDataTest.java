package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the rows of a COPY begin and end in a script. */
final class CopyDataTest {
  @Test
  void the_data_of_COPY_are_no_statements() {
    String text =
        "copy t (a) from stdin;\n1;2\nit's\n\\N\n\\.\nselect 1;\nCOPY \"t\" FROM STDIN WITH (format csv);  -- c\n\\.\n";
    List<Piece> pieces = Pieces.of(text);
    assertThat(pieces)
        .extracting(Piece::type)
        .containsExactly(
            Piece.Type.STATEMENT,
            Piece.Type.COPY_DATA,
            Piece.Type.STATEMENT,
            Piece.Type.STATEMENT,
            Piece.Type.COPY_DATA);
    assertThat(pieces.get(0).kind()).isEqualTo(Statement.Kind.COPY_DATA);
    assertThat(pieces.get(1).rows()).isEqualTo(3);
    assertThat(pieces.get(1).text()).isEqualTo("1;2\nit's\n\\N\n");
    assertThat(pieces.get(1).tail()).isEqualTo("\\.\n");
    assertThat(pieces.get(4).rows()).isZero();
    assertThat(Pieces.joined(pieces)).isEqualTo(text);
  }

  @Test
  void the_data_of_COPY_end_with_the_file_at_the_latest() {
    assertThat(Pieces.of("copy t from stdin;\n1\n2"))
        .last()
        .extracting(Piece::rows)
        .isEqualTo(2);
    assertThat(Pieces.of("copy t from stdin;\r\n1\r\n\\.\r\nselect 1")).hasSize(3);
    assertThat(Pieces.of("copy t from stdin;\n1\n\\."))
        .last()
        .extracting(Piece::rows)
        .isEqualTo(1);
    assertThat(Pieces.of("copy t from stdin")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy t from 'stdin'",
        "copy t from program 'cat' with (format csv)",
        "copy t to stdout",
        "copy (select a from stdin) to stdout",
        "copy \"from\" to stdin",
        "select * from stdin",
        "comment on table t is 'copy t from stdin'"
      })
  void other_statements_have_no_data(String statement) {
    assertThat(Pieces.statements(statement + ";\nselect 2;"))
        .containsExactly(statement, "select 2");
  }

  @Test
  void many_rows_come_in_chunks() {
    List<Piece> pieces =
        Pieces.of("copy t from stdin;\n" + "0123456789\n".repeat(50_000) + "\\.\nselect 1;");
    assertThat(pieces).hasSizeGreaterThan(5);
    assertThat(pieces.stream().mapToInt(Piece::rows).sum()).isEqualTo(50_000);
    assertThat(pieces).last().extracting(Piece::text).isEqualTo("select 1");
  }

  @Test
  void data_follow_the_copy_command_of_psql_too() {
    assertThat(Pieces.of("\\copy t from stdin csv\n1;'\n\\.\nselect 1;"))
        .extracting(Piece::type)
        .containsExactly(Piece.Type.META_COMMAND, Piece.Type.COPY_DATA, Piece.Type.STATEMENT);
  }
}
