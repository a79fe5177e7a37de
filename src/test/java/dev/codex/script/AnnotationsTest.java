package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Migration;
import dev.codex.migration.Phase;
import dev.codex.migration.Problem;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationsTest {
  @Test
  void a_header_is_read_from_the_comments_at_the_top() {
    Annotations.Read read = Annotations.of(
        "a.sql",
        "/* licence */\r\n-- a comment\n\n--codex:no-transaction\n  -- codex:min-build 2.3\n-- codex:phase contract  \n-- codex:lock-timeout 5s\nselect 1;");
    assertThat(read.header())
        .isEqualTo(new ScriptHeader(
            true, Version.of("2.3"), Phase.CONTRACT, java.time.Duration.ofSeconds(5)));
    assertThat(read.problems()).isEmpty();
    assertThat(read.down()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select '\n-- codex:down\n';",
        "do $$\n-- codex:no-transaction\n-- codex:down\n$$;",
        "/*\n-- codex:down\n*/ select 1;",
        "select \"\n-- codex:down\n\";",
        "copy t from stdin;\n-- codex:down\n\\.\n",
        "-- codexes: down\nselect 1;",
        "-- see codex:down\nselect 1;"
      })
  void what_is_quoted_or_meant_for_people_is_no_annotation(String text) {
    Annotations.Read read = Annotations.of("a.sql", text);
    assertThat(read)
        .isEqualTo(new Annotations.Read(ScriptHeader.NONE, text, null, java.util.List.of()));
  }

  @ParameterizedTest
  @CsvSource({"5s, 5000", "500ms, 500", "2m, 120000", "1 h, 3600000", "3, 3000", "0, 0"})
  void a_lock_timeout_is_written_as_durations_are_elsewhere(String value, long millis) {
    assertThat(
            Annotations.of("a.sql", "-- codex:lock-timeout " + value).header().lockTimeout())
        .isEqualTo(java.time.Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void a_down_section_is_everything_below_its_line(String newline) {
    String up = "create table t (a int);" + newline;
    String down = "drop table t;" + newline + "-- codex:down" + newline;
    Annotations.Read read = Annotations.of("a.sql", up + "-- codex:down " + newline + down);
    assertThat(read.up()).isEqualTo(up);
    assertThat(read.down()).isEqualTo(new Migration.Down(down, "a.sql", 3));
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void a_down_section_may_follow_a_statement_without_semicolon() {
    Annotations.Read read = Annotations.of("a.sql", "select 1\n-- codex:down\nselect 2");
    assertThat(read.up()).isEqualTo("select 1\n");
    assertThat(read.down()).isNotNull().extracting(Migration.Down::text).isEqualTo("select 2");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          -- codex:no-transactions~select 1     | 1 | there is no annotation codex:no-transactions | did you mean no-transaction?
          -- codex:notransaction~select 1       | 1 | there is no annotation codex:notransaction   | did you mean no-transaction?
          ~-- codex:min_build 2                 | 2 | there is no annotation codex:min_build       | did you mean min-build?
          -- codex:xyzzy                        | 1 | there is no annotation codex:xyzzy           | there are no-transaction, min-build, phase, lock-timeout, down
          -- codex:                             | 1 | there is no annotation codex:                | there are no-transaction
          -- Codex : DOWN                       | 1 | there is no annotation codex:DOWN            | did you mean down?
          -- codex:min-build two                | 1 | "two" is no build                            | write -- codex:min-build 2.3
          -- codex:min-build                    | 1 | "" is no build                               | write -- codex:min-build 2.3
          -- codex:phase contrakt               | 1 | "contrakt" is no phase                       | write -- codex:phase contract
          -- codex:phase                        | 1 | "" is no phase                               | write -- codex:phase expand or contract
          -- codex:lock-timeout                 | 1 | "" is no time to wait for a lock             | write -- codex:lock-timeout 5s
          ~-- codex:lock-timeout soon           | 2 | "soon" is no time to wait for a lock         | write -- codex:lock-timeout 5s
          -- codex:lock-timeout -1              | 1 | "-1" is no time to wait for a lock           | write -- codex:lock-timeout 5s
          -- codex:lock-timeout 5 s;            | 1 | "5 s;" is no time to wait for a lock         | write -- codex:lock-timeout 5s
          -- codex:lock-timeout 999999h         | 1 | "999999h" is no time to wait for a lock      | write -- codex:lock-timeout 5s
          -- codex:no-transaction true          | 1 | codex:no-transaction takes no value          | remove it
          select 1;~-- codex:no-transaction     | 2 | codex:no-transaction stands below a statement | move it to the top
          select 1; -- codex:down~select 2      | 1 | this is not how a down section begins        | write -- codex:down, alone on its line
          select 1;~--codex:down~select 2       | 2 | this is not how a down section begins        | write -- codex:down, alone on its line
          select 1;~  -- codex:down~select 2    | 2 | this is not how a down section begins        | write -- codex:down, alone on its line
          select 1;~-- codex:down~ ~            | 2 | the down section is empty                    | write the statements
          """)
  void a_mistake_is_told_with_its_line(String text, int line, String fact, String advice) {
    assertThat(Annotations.of("a.sql", text.replace('~', '\n')).problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(line);
          assertThat(problem.fact()).startsWith("a.sql:" + line + ":").contains(": " + fact);
          assertThat(problem.advice()).startsWith(advice);
          assertThat(problem.code()).isEqualTo(Problem.Code.INVALID_SCRIPT);
        });
  }

  @Test
  void a_quote_that_is_not_closed_is_told_even_if_it_hides_the_down_section() {
    assertThat(Annotations.of("a.sql", "select 'a;\n-- codex:down\nselect 1").problems())
        .singleElement()
        .extracting(Problem::fact)
        .asString()
        .startsWith("a.sql:1:8: this quote is not closed");
  }
}
