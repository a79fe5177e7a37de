package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Checksum;
import dev.codex.migration.Problem;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.TransactionRules.Tool;
import dev.codex.script.Inspection.Mode;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptInspectorTest {
  private static final ScriptHeader NO_TRANSACTION = new ScriptHeader(true, null, null);

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          ''                                                  | EMPTY               | 0 | true  | false
          -- c~;;/* c */                                      | EMPTY               | 0 | true  | false
          begin; commit;                                      | EMPTY               | 0 | false | true
          select 1; select 2                                  | TRANSACTIONAL       | 2 | true  | false
          set local x = 1;                                    | TRANSACTIONAL       | 1 | true  | false
          savepoint a; rollback to a; release a               | TRANSACTIONAL       | 3 | true  | false
          create index concurrently i on t (a)                | OUTSIDE_TRANSACTION | 1 | true  | false
          vacuum; drop index concurrently i;                  | OUTSIDE_TRANSACTION | 2 | true  | false
          set lock_timeout = 0; vacuum; reset lock_timeout    | OUTSIDE_TRANSACTION | 3 | true  | false
          begin; select 1; commit;                            | TRANSACTIONAL       | 1 | false | true
          -- c~BEGIN WORK; select 1; END TRANSACTION~-- c     | TRANSACTIONAL       | 1 | false | true
          select 1; commit; -- c                              | TRANSACTIONAL       | 1 | false | true
          select 1; END WORK~;~/* c */~;                      | TRANSACTIONAL       | 1 | false | true
          start transaction; select 1; commit and no chain    | TRANSACTIONAL       | 1 | false | true
          \\restrict x~select 1;~\\unrestrict x                 | TRANSACTIONAL       | 1 | false | false
          \\set ON_ERROR_STOP on~select 1;                     | TRANSACTIONAL       | 1 | false | false
          set standard_conforming_strings = on; select 1      | TRANSACTIONAL       | 2 | false | false
          copy t to '/tmp/t'; copy stdout to program 'x'      | TRANSACTIONAL       | 2 | true  | false
          select set_config('Standard_Conforming_Strings','') | TRANSACTIONAL       | 1 | false | false
          """)
  void what_a_script_is(
      String text, Mode mode, int statements, boolean oneMessage, boolean absorbed)
      throws IOException {
    Inspection inspection = inspect(text.replace('~', '\n'), ScriptHeader.NONE);
    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.mode()).isEqualTo(mode);
    assertThat(inspection.statements()).isEqualTo(statements);
    assertThat(inspection.oneMessage()).isEqualTo(oneMessage);
    assertThat(inspection.absorbed()).isEqualTo(absorbed);
  }

  @Test
  void a_header_lets_both_kinds_run_without_a_transaction() throws IOException {
    Inspection inspection =
        inspect("create table t (a int); create index concurrently i on t (a)", NO_TRANSACTION);
    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.mode()).isEqualTo(Mode.OUTSIDE_TRANSACTION);
  }

  @Test
  void a_mixture_is_refused_with_both_lines_and_how_to_split() throws IOException {
    assertThat(inspect(
                "select 1;\n\n  create unique index concurrently i on t (a);", ScriptHeader.NONE)
            .problems())
        .containsExactly(Problem.at(
            "a.sql",
            3,
            3,
            "CREATE UNIQUE ... CONCURRENTLY cannot run inside a transaction, and SELECT 1 in line 1 runs in one",
            "put line 3 into a script of its own, or write -- codex:no-transaction at the top"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          copy (select 1) /* x */ to stdout          | 1:1  | COPY ... TO stdout sends rows to a client         | remove it
          select 1; begin; select 2; commit;         | 1:11 | BEGIN here, and in line 1: Codex applies a script | remove it
          begin; select 1; commit; select 2          | 1:1  | BEGIN here, and in line 1: Codex applies a script | remove it
          begin; select 1; commit;~begin; commit     | 1:1  | BEGIN here, and in line 1, 2, 2: Codex            | split the script
          begin; select 1; rollback                  | 1:1  | BEGIN here, and in line 1                         | remove it
          begin; select 1; commit and chain          | 1:1  | BEGIN here, and in line 1                         | remove it
          begin; select 1                            | 1:1  | BEGIN here: Codex                                 | remove it
          select 1;~commit; select 2                 | 2:1  | COMMIT here: Codex                                | remove it, or set migrations.format: flyway
          select 1;~rollback                         | 2:1  | ROLLBACK here: Codex                              | remove it
          select 1;~commit and chain                 | 2:1  | COMMIT AND here: Codex                            | remove it
          vacuum;~commit                             | 2:1  | COMMIT here: Codex                                | remove it
          begin isolation level serializable; commit | 1:1  | BEGIN ISOLATION here                              | remove it; Codex runs scripts at the default
          prepare transaction 'x'                    | 1:1  | PREPARE TRANSACTION here                          | remove it
          begin; vacuum; commit                      | 1:8  | VACUUM cannot run inside a transaction, and this  | remove BEGIN and COMMIT
          vacuum;~copy t from stdin;~1~\\.~           | 1:1  | VACUUM cannot run inside a transaction, and COPY T | put line 1
          \\i other.sql                               | 1:1  | \\i is a command of psql                          | remove it
          \\set ON_ERROR_STOP off                     | 1:1  | \\set is a command of psql                        | remove it
          select 1 \\gset                             | 1:10 | the psql command \\gset stands in the middle       | end the statement
          select 1; select 'a                        | 1:18 | this quote is not closed                          | close it
          """)
  void what_must_not_run_is_refused_before_anything_does(
      String text, String place, String fact, String advice) throws IOException {
    assertThat(inspect(text.replace('~', '\n'), ScriptHeader.NONE).problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.fact()).startsWith("a.sql:" + place + ": " + fact);
          assertThat(problem.advice()).startsWith(advice);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-- codex:no-transaction"})
  void what_would_give_up_the_lock_is_refused(String header) throws IOException {
    assertThat(inspect(
                "vacuum t;\n  discard all;", header.isEmpty() ? ScriptHeader.NONE : NO_TRANSACTION)
            .problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.fact()).startsWith("a.sql:2:3: DISCARD ALL gives up the lock");
          assertThat(problem.advice()).startsWith("remove it, or write what is meant");
        });
  }

  @Test
  void a_script_without_a_transaction_has_none_of_its_own() throws IOException {
    assertThat(inspect("begin; select 1; commit", NO_TRANSACTION).problems())
        .singleElement()
        .extracting(Problem::fact)
        .asString()
        .startsWith(
            "a.sql:1:1: BEGIN here, and in line 1: a script without a transaction goes statement by statement");
  }

  @Test
  void a_quote_that_was_to_be_escaped_is_told_of() throws IOException {
    assertThat(inspect("select 1;\nselect '\\'a\\'';", ScriptHeader.NONE).problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.fact()).startsWith("a.sql:2:12: a backslash stands before a quote");
          assertThat(problem.advice()).contains("E'...'");
        });
  }

  @Test
  void all_problems_are_told_at_once() throws IOException {
    assertThat(inspect("\\i a\ncopy t from stdin binary;\n\\.\ncommit;\nvacuum;", ScriptHeader.NONE)
            .problems())
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"set search_path = a", "SET\nSESSION x = 1", "reset all", "show x", "set role a"})
  void a_setting_may_stand_beside_either_kind(String statement) {
    assertThat(SessionSetting.isOne(statement)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set local x = 1",
        "set transaction read only",
        "SET CONSTRAINTS all deferred",
        "settle",
        "select 1"
      })
  void anything_else_may_not(String statement) {
    assertThat(SessionSetting.isOne(statement)).isFalse();
  }

  private static Inspection inspect(String text, ScriptHeader header) throws IOException {
    Checksum checksum = Checksum.of(text);
    return ScriptInspector.inspect(
        "a.sql", header, new ScriptCursor("a.sql", new StringReader(text), () -> checksum));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          begin; select 1; commit;                  | WRAPS  | TRANSACTIONAL
          begin; select 1; commit; select 2;        | WRAPS  | OWN_TRANSACTIONS
          select 1; commit;                         | WRAPS  | OWN_TRANSACTIONS
          begin; select 1; commit; select 2;        | LEAVES | OWN_TRANSACTIONS
          commit; vacuum; begin; select 2;          | WRAPS  | OWN_TRANSACTIONS
          begin isolation level serializable; commit| LEAVES | OWN_TRANSACTIONS
          create table t(); vacuum t;               | LEAVES | OUTSIDE_TRANSACTION
          vacuum; vacuum;                           | WRAPS  | OUTSIDE_TRANSACTION
          """)
  void in_another_tools_format_its_rules_hold(String text, Tool tool, Mode mode)
      throws IOException {
    Inspection inspection = inspect(text, tool);
    assertThat(inspection.mode()).isEqualTo(mode);
    assertThat(inspection.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          create table t(); vacuum t; | WRAPS  | put line 1 into a script of its own, or write -- x
          begin; vacuum; commit;      | LEAVES | remove BEGIN and COMMIT
          select 1; begin; select 2;  | LEAVES | add COMMIT
          """)
  void what_the_tool_would_not_have_run_is_refused(String text, Tool tool, String advice)
      throws IOException {
    assertThat(inspect(text, tool).problems()).extracting(Problem::advice).containsExactly(advice);
  }

  private static Inspection inspect(String text, Tool tool) throws IOException {
    ScriptCursor cursor =
        new ScriptCursor("a.sql", new StringReader(text), () -> Checksum.of(text));
    return ScriptInspector.inspect(
        "a.sql", ScriptHeader.NONE, new TransactionRules(tool, "write -- x"), cursor);
  }
}
