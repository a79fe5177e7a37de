package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A script that the server refuses: its place is told, and what stays of it. */
@ExtendWith(PostgresExtension.class)
final class ServerRefusalsTest {
  private static final String GOOD = "V1__good.sql";

  @TempDir
  private Path directory;

  /** What the server refuses: the script before it stays, of this one nothing does. */
  static Stream<Arguments> failing() {
    return Stream.of(
        script(
            "V2__x.sql",
            "create type mood as enum ('sad');\nalter type mood add value 'glad';\nselect 'glad'::mood;\n",
            "migration 2 (x) failed at V2__x.sql:3:8: unsafe use of new value",
            "put the statements after ALTER TYPE into a script of their own"),
        script(
            "V2__x.sql",
            "create procedure p() language plpgsql as $$ begin commit; end $$;\ncall p();\n",
            "migration 2 (x) failed at V2__x.sql:2:1: invalid transaction termination",
            "it calls code that ends a transaction",
            "write -- codex:no-transaction at the top of the script"),
        script(
            "V2__x.sql",
            "create table a (id int);\n\n  create tabel b (id int);\n",
            "migration 2 (x) failed at V2__x.sql:3:10: syntax error at or near \"tabel\" (42601)",
            "\n  3 |   create tabel b (id int);\n    |          ^\n",
            "nothing of this script was kept: correct it and run codex migrate again"),
        script(
            "V2__x.sql",
            "create table a (id int);\n\ninsert into a values (1);\nselect 1 / 0 from a;\n",
            "failed at V2__x.sql:4:1: division by zero (22012)",
            "\n  4 | select 1 / 0 from a"),
        script(
            "V2__x.sql",
            "create table a (id int);\nselect idd from good;",
            "V2__x.sql:2:8: column \"idd\" does not exist (42703)",
            "hint: Perhaps you meant to reference the column \"good.id\"."),
        script(
            "V2__x.sql",
            "create table a (id int primary key);\ninsert into a values (1), (1);",
            "V2__x.sql:2:1: duplicate key value violates unique constraint \"a_pkey\" (23505)"),
        script(
            "V2__x.sql",
            "-- ünïcode 𝒳\ncreate table a (i int); select 'ä', nosuch;",
            "V2__x.sql:2:37: "),
        script("V2__x.sql", "create table a (i int);\r\n\r\nselect nosuch;\r\n", "V2__x.sql:3:8: "),
        script("V2__x.sql", "\uFEFFselect nosuch;\n", "V2__x.sql:1:8: "),
        script(
            "V2__x.sql",
            "create table a (i int);\ndo $$\nbegin\n  raise exception 'no' using hint = 'Wait.';\nend $$;\n",
            "failed at V2__x.sql:4:3: no (P0001)",
            "hint: Wait."),
        script(
            "V2__x.sql",
            "create table a (i int);\ncall nosuch();",
            "V2__x.sql:2:6: procedure nosuch() does not exist"),
        script(
            "V2__x.sql",
            "create table a (g int references good deferrable initially deferred);\n"
                + "insert into a values (7);",
            "insert or update on table \"a\" violates foreign key constraint"),
        script(
            "V2__x.sql",
            "create table a (i int);\nset role postgres;",
            "V2__x.sql:2:1: permission denied"));
  }

  private static Arguments script(String name, String text, String... says) {
    return arguments(name, text.getBytes(StandardCharsets.UTF_8), List.of(says));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("failing")
  void is_told_with_its_place_and_rolled_back(
      String name, byte[] text, List<String> says, TestDatabase database) {
    ScriptDirectory scripts =
        good().with(name, text).with("V3__later.sql", "create table later (id int);");
    Cli.Ended ended =
        Cli.run(database.env(), "migrate", "--location", scripts.toString()).withCode(6);
    assertThat(ended.err()).contains(says).doesNotContain("Exception", "\tat ");
    assertThat(ended.errors()).hasSize(1);
    assertThat(database.<String>values("select script from codex_schema_history"))
        .containsExactly(GOOD);
    assertThat(database.<String>value("select to_regclass('a')::text")).isNull();
    assertThat(database.<String>value("select to_regclass('later')::text")).isNull();
    assertThat(
            database.<Long>value("select count(*) from codex_attempt where script = 'V2__x.sql'"))
        .isOne();
  }

  @Test
  void outside_a_transaction_what_ran_before_is_said_to_stay(TestDatabase database) {
    ScriptDirectory scripts = good()
        .with(
            "V2__x.sql",
            "create index concurrently good_id on good (id);\ncreate index concurrently on nosuch (id);\n");
    assertThat(Cli.run(database.env(), "migrate", "--location", scripts.toString())
            .withCode(6)
            .err())
        .contains("failed at V2__x.sql:2", "relation \"nosuch\" does not exist")
        .contains("statements before it stay in effect");
    scripts.with(
        "V2__x.sql",
        "create index concurrently good_id on good (id);\ncreate index concurrently two on good (id);\n");
    Cli.run(database.env(), "migrate", "--location", scripts.toString()).withCode(0);
    assertThat(database.<Long>value(
            "select count(*) from pg_index where indrelid = 'good'::regclass and indisvalid"))
        .isEqualTo(3);
  }

  private ScriptDirectory good() {
    return new ScriptDirectory(directory).with(GOOD, "create table good (id int primary key);\n");
  }
}
