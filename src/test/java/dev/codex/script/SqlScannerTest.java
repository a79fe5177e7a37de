package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScannerTest {
  private static final Pattern MARKED = Pattern.compile("«(.*?)»", Pattern.DOTALL);

  static List<String> texts() {
    return List.of(
        // white space and the end of the text
        "",
        "  \n\t ",
        "-- nothing",
        "/* nothing */",
        ";",
        ";; ; -- c\n;",
        "«select 1»",
        "«select 1»;",
        "«select 1» ; ;; «select 2»;",
        "-- c\n«select 1» -- c\n; /* c */ «select 2» -- it's",
        "«select 1»\r;«select 2»\r\n;«select --;\r 3»;",
        // constants
        "«select ';'»;«select 2»;",
        "«select 'it''s;'»;«select 2»;",
        "«select 'back\\'»;«select 2»;",
        "«select E'quote\\';'»;«select 2»;",
        "«select e'a\\\\'»;«select 2»;",
        "«select E'line\\\n'»;«select 2»;",
        "«select E'a'\n'b\\';c'»;«select 2»;",
        "«select E'a' -- c'\n -- d\n 'b\\';c'»;«select 2»;",
        "«select E'a' 'b\\'»;«select ''';'»;«select 2»;",
        "«select 'a'\n'b\\'»;«select 2»;",
        "«select U&'\\0441;\\'»;«select 2»;",
        "«select B'01;\\'»;«select x'1;F'»;«select N'a;b'»;«select n'\\'»;",
        "«select file'a;b'»;«select type 'a\\'»;",
        "«select 'äöü€😀;'»;«select 2»;",
        "«select '$$;'»;«select '/*'»;«select '--;'»;",
        // quoted names
        "«select \"a;b\", \"c\"\"d;\"»;«select 2»;",
        "«select u&\"a;b\"»;«select U&\"\\\"»;«select 2»;",
        "«select u & 'a;'»;«select u&b»;",
        // dollar quotes
        "«select $$;$$»;«select 2»;",
        "«select $a$;$b$;$$;$a$»;«select 2»;",
        "«select $a$ $b$a$»;«select 2»;",
        "«select $été$;$e$;$été$»;«select $語$;$語$»;",
        "«select $_1$;$_1$»;«select $A$;$a$;$A$»;",
        "«select $1»;«select $2::int»;«select $1$2»;",
        "«select $1$$;$$»;«select 1$$;$$»;",
        "«select a$b$»;«select b$c$»;«select é$x$»;",
        "«select $a b$»;«select $ $»;«select $-$»;",
        "«select 1$1$»;«select $$it's$$»;«select $$ /* -- $$»;",
        "«create function f() returns int as $f$ begin return $x$;$x$; end $f$ language plpgsql»;«select 2»;",
        "«do $$begin x := 1; end$$LANGUAGE plpgsql»;«select 2»;",
        // comments and operators
        "«select 1» /* ; /* ; */ ; */;«select 2»;",
        "«select 1» /* ' $$ \" -- */;«select 2»;",
        "«select 1» /**/;«select 2» /***/;«select 3» /*/ ; */;",
        "«select 1» --;'\n;«select 2»--",
        "«select 1 - -1»;«select 1»--;\n;",
        "«select 1 +/* ; */ 1»;«select 1 */* ; */ 2»;",
        "«select 1 @-@ 2»;«select a->'b'»;«select a#>>'{;}'»;«select 2 <-> 3»;",
        "«select 1 @»--;\n;«select - /* ; */ 2»;",
        "«select 1 /- 2»;«select 4 / 2 * 3»;",
        // what looks like a variable of psql
        "«select a[1:2], b[x:y], c::text, f(d := 1)»;«select :name, :'na;me', :\"x;y\"»;",
        // parentheses
        "«create rule r as on insert to t do also (insert into a values (1); insert into b values (2))»;«select 2»;",
        "«select (1;2)»;«select ')'»;«select (')')»;«select 1)»;«select 2»;",
        // bodies
        "«create function f() returns int begin atomic select 1; select 2; end»;«select 2»;",
        "«create or replace function f() begin atomic select case when a then 1 else 2 end; end»;«select 2»;",
        "«CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END»;«select 2»;",
        "«create /* c */ or replace\nprocedure p() begin -- c\n atomic select 1; end»;«select 2»;",
        "«create function f() begin atomic select t.end, 1 as end, 2 as case; select 1; end»;«select 2»;",
        "«create function f() begin atomic select \"case\", 'begin'; end»;«select 2»;",
        "«create function f() begin atomic end»;«select 2»;",
        "«create function f(a int default (case when true then 1 end)) return a»;«select 2»;",
        "«create function begin() returns int language sql as 'select 1'»;«select 2»;",
        "«create function atomic() returns int language sql as 'select 1'»;«select 2»;",
        "«create or replace view begin as select case when true then 1 end»;«select 2»;",
        "«begin»;«select 1»;«end»;«begin atomic»;«select 2»;",
        "«create schema s create table t (a int) create view v as select 1»;«select 2»;",
        // numbers
        "«select 1.5e3, 1e, 1..2, .5, 1.e5, 0x1F, 1_000»;«select 2»;",
        "«select 1e»--;\n;«select 2»;",
        "«select 1E'\\';'»;«select 2»;");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void statements_end_where_psql_ends_them(String marked) {
    List<String> expected =
        MARKED.matcher(marked).results().map(found -> found.group(1)).toList();
    String text = marked.replaceAll("[«»]", "");
    assertThat(Pieces.statements(text)).isEqualTo(expected);
    assertThat(Pieces.joined(Pieces.of(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void it_makes_no_difference_how_the_text_arrives(String marked) throws IOException {
    String text = marked.replaceAll("[«»]", "");
    SqlScanner scanner = new SqlScanner("test.sql", new OneByOne(text));
    List<Piece> pieces = new ArrayList<>();
    for (Piece next = scanner.next(); next != null; next = scanner.next()) {
      pieces.add(next);
    }
    assertThat(pieces).isEqualTo(Pieces.of(text));
  }

  /** Gives one character at a time. */
  private static final class OneByOne extends StringReader {
    OneByOne(String text) {
      super(text);
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
      return super.read(target, from, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set standard_conforming_strings = off",
        "SET SESSION standard_conforming_strings TO 'off'",
        "set local standard_conforming_strings=false",
        "select pg_catalog.set_config('standard_conforming_strings', 'off', false)",
        "/* c */ select set_config('standard_conforming_strings', '0', true)"
      })
  void a_backslash_escapes_once_standard_conforming_strings_is_off(String off) {
    assertThat(Pieces.statements(off + ";select 'a\\';b';select 2"))
        .endsWith("select 'a\\';b'", "select 2");
    assertThat(
            Pieces.statements(off + ";set standard_conforming_strings = on;select 'a\\';select 2"))
        .endsWith("select 'a\\'", "select 2");
    assertThat(Pieces.statements(off + ";reset all;select 'a\\';select 2"))
        .endsWith("select 'a\\'", "select 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set standard_conforming_strings = on",
        "show standard_conforming_strings",
        "select 'standard_conforming_strings', 'off'",
        "alter role a set standard_conforming_strings = off",
        "set standard_conforming_stringsx = off"
      })
  void other_statements_leave_strings_alone(String statement) {
    assertThat(Pieces.statements(statement + ";select 'a\\';select 2"))
        .endsWith("select 'a\\'", "select 2");
  }

  @Test
  void a_statement_knows_the_place_of_its_first_token() {
    assertThat(Pieces.of("select 1; /* 😀 */ select 2;\n-- c\n\n  select 3"))
        .extracting(piece -> piece.line() + ":" + piece.column())
        .containsExactly("1:1", "1:19", "4:3");
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          '\\set a ''x; y'' ',                  '\\set a ''x; y'''
          '\\restrict abc',                     '\\restrict abc'
          '\\copy t to ''a\\b.csv'' -- it''s',  '\\copy t to ''a\\b.csv'' -- it''s'
          '\\echo a \\\\ ',                     '\\echo a \\\\'
          """)
  void a_backslash_where_a_statement_may_begin_is_a_command(String line, String command) {
    List<Piece> pieces = Pieces.of("select 1;" + line + "\nselect 2;");
    assertThat(pieces.get(1).type()).isEqualTo(Piece.Type.META_COMMAND);
    assertThat(pieces.get(1).text().stripTrailing()).isEqualTo(command);
    assertThat(pieces.get(2).text()).isEqualTo("select 2");
  }

  @Test
  void commands_can_share_a_line() {
    assertThat(Pieces.statements("\\set a 1 \\set b 2 \\\\ select 1;"))
        .containsExactly("\\set a 1 ", "\\set b 2 \\\\", "select 1");
  }

  @ParameterizedTest
  @CsvSource({"select 1 \\g, 9", "select 1 \\gset x, 9", "select 1\\;, 8", "select 1 \\watch 2, 9"})
  void a_command_in_the_middle_of_a_statement_is_seen(String statement, int offset) {
    List<Piece> pieces = Pieces.of(statement + "\nselect 2;");
    assertThat(pieces.get(0).command()).isEqualTo(offset);
    assertThat(pieces.get(0).text()).startsWith(statement);
  }

  @Test
  void a_hundred_thousand_statements_take_no_time() {
    String text = "insert into t values (1, 'a;b');\n".repeat(100_000);
    assertThat(Pieces.statements(text)).hasSize(100_000);
  }
}
