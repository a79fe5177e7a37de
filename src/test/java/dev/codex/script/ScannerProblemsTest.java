package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be cut into statements, and the place that is told. */
final class ScannerProblemsTest {
  private static Problem problem(String text) {
    try {
      throw new AssertionError("no problem with " + Pieces.of(text));
    } catch (CodexException.ScriptsInvalid e) {
      assertThat(e.problems()).hasSize(1);
      return e.problems().get(0);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          select 'a;      | 1 | 8  | this quote is not closed
          select E'a\\'   | 1 | 8  | this quote is not closed
          select "a       | 1 | 8  | this double quote is not closed
          select $a$ $b$  | 1 | 8  | the quote $a$ is not closed
          select $€$      | 1 | 8  | the quote $€$ is not closed
          /* /* */        | 1 | 1  | this comment is not closed
          ; €😀 /*        | 1 | 6  | this comment is not closed
          """, delimiter = '|')
  void what_is_not_closed_is_told_where_it_began(String text, int line, int column, String fact) {
    assertThat(problem(text)).satisfies(problem -> {
      assertThat(problem.fact()).startsWith("test.sql:" + line + ":" + column + ": " + fact);
      assertThat(problem.line()).isEqualTo(line);
      assertThat(problem.column()).isEqualTo(column);
      assertThat(problem.code()).isEqualTo(Problem.Code.INVALID_SCRIPT);
    });
  }

  @Test
  void a_place_is_counted_over_all_pieces_before_it() {
    String text = "select 1;\r\n-- c\r\nselect\r2;\n\n  select '";
    assertThat(problem(text)).satisfies(problem -> {
      assertThat(problem.line()).isEqualTo(6);
      assertThat(problem.column()).isEqualTo(10);
    });
  }

  @Test
  void a_NUL_character_is_refused() {
    assertThat(problem("select 1;\nselect '\0'").fact())
        .startsWith("test.sql:2:9: a NUL character");
  }

  @Test
  void nothing_but_a_comment_may_stand_where_the_data_of_COPY_begin() {
    assertThat(problem("copy t from stdin; select 1;\n\\.\n").fact())
        .contains("test.sql:1:20: something follows COPY");
  }

  @Test
  void a_statement_beyond_the_limit_is_refused() {
    SqlScanner scanner = new SqlScanner("test.sql", new Endless());
    assertThatThrownBy(scanner::next)
        .isInstanceOf(CodexException.ScriptsInvalid.class)
        .hasMessageContaining("test.sql:1:1: this statement is longer than 64 million characters");
  }

  /** A constant that never ends. */
  private static final class Endless extends java.io.Reader {
    private boolean begun;

    @Override
    public int read(char[] target, int from, int length) {
      java.util.Arrays.fill(target, from, from + length, begun ? 'x' : '\'');
      begun = true;
      return length;
    }

    @Override
    public void close() {}
  }
}
