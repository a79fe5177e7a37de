package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Checksum;
import dev.codex.migration.CodexException;
import dev.codex.migration.ScriptHeader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Texts of random tokens: the scanner ends, fails in one way only, and loses nothing. The seed is fixed. */
class ScannerFuzzTest {
  private static final String[] TOKENS = {
    "'",
    "''",
    "\\'",
    "\\",
    "\\\\",
    "\\.",
    "\n\\.\n",
    "\"",
    "$",
    "$$",
    "$a$",
    "$1",
    "$é$",
    "a$",
    "E'",
    "e'\\",
    "U&'",
    "U&\"",
    "B'",
    "x'",
    "N'",
    "--",
    "-- c\n",
    "-",
    "/",
    "/*",
    "*/",
    "*",
    "(",
    ")",
    ";",
    ";\n",
    ":",
    "::",
    ":a",
    ":'a'",
    "[1:2]",
    "begin",
    " atomic ",
    "end",
    " case ",
    "create ",
    "or replace ",
    "function ",
    "procedure ",
    "copy t from stdin;\n",
    "copy t from stdin",
    "\\copy t from stdin\n",
    "\\g",
    "\\set a 'b'\n",
    "set standard_conforming_strings=off;",
    "reset all;",
    " ",
    "\n",
    "\r",
    "\t",
    "select 1",
    "é",
    "😀",
    "\uFEFF",
    "1e",
    "1.5",
    "..",
    "@",
    "+",
    "=",
    "~",
    "`",
    "|",
    "-- codex:down\n",
    "-- codex:no-transaction\n",
    "do ",
    "commit",
    "vacuum",
    "cluster(",
    "alter table ",
    "detach ",
    "partition ",
    "reindex(",
    "alter subscription ",
    "create subscription ",
    "with("
  };

  @Test
  void random_texts_are_cut_without_loss() {
    Assertions.assertTimeoutPreemptively(Duration.ofMinutes(10), () -> {
      Random random = new Random(42);
      int cut = 0;
      for (int run = 0; run < 100_000; run++) {
        String text = text(random);
        try {
          assertThat(Pieces.joined(Pieces.of(text))).isEqualTo(text);
          cut++;
        } catch (CodexException.ScriptsInvalid e) {
          assertThat(e.problems()).hasSize(1);
        }
      }
      assertThat(cut).isGreaterThan(20_000);
    });
  }

  @Test
  void whatever_stands_in_a_script_it_is_inspected_and_its_annotations_are_read()
      throws IOException {
    Random random = new Random(43);
    for (int run = 0; run < 20_000; run++) {
      String text = text(random);
      Annotations.Read read = Annotations.of("test.sql", text);
      assertThat(text).startsWith(read.up());
      Inspection inspection = ScriptInspector.inspect(
          "test.sql",
          ScriptHeader.NONE,
          new ScriptCursor("test.sql", new StringReader(text), () -> Checksum.of(text)));
      assertThat(inspection.statements()).isNotNegative();
    }
  }

  @Test
  void the_same_statements_come_out_of_a_list_of_whole_ones() {
    List<String> statements = List.of(
        "select ';'",
        "select $a$;$a$",
        "do $$begin;end$$",
        "select E'\\';'",
        "create function f() begin atomic select 1; end",
        "select /* ; */ 1",
        "select \";\"",
        "select (1;2)",
        "select a$$",
        "select x --;\n+ 1");
    Random random = new Random(44);
    for (int run = 0; run < 2_000; run++) {
      List<String> chosen = random
          .ints(random.nextInt(20), 0, statements.size())
          .mapToObj(statements::get)
          .toList();
      assertThat(Pieces.statements(String.join(random.nextBoolean() ? ";" : "\n;\n", chosen)))
          .isEqualTo(chosen);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      text.append(TOKENS[random.nextInt(TOKENS.length)]);
    }
    return text.toString();
  }
}
