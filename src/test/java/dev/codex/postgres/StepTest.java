package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Statement;
import dev.codex.migration.Statement.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          a; b                                     | false | [a] [b]
          a; begin; b; commit; c                   | false | [a] [begin b commit]! [c]
          begin; a; begin; b; end; c               | false | [begin a begin b end]! [c]
          begin; a; rollback; commit               | false | [begin a rollback] [commit]
          begin; a; commit and chain; b; commit; c | false | [begin a commit and chain b commit] [c]
          begin; a; prepare transaction 'x'        | false | [begin a prepare transaction 'x']
          a; commit; b; begin; c                   | true  | [+a commit]! [b] [begin c+]!
          a; commit; b                             | true  | [+a commit]! [b]
          a; begin; b                              | true  | [+a begin b+]!
          """)
  void statements_are_put_together_to_transactions(String script, boolean wrapped, String steps) {
    assertThat(Step.of(statements(script), wrapped).stream()
            .map(StepTest::show)
            .collect(Collectors.joining(" ")))
        .isEqualTo(steps);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          begin; a; commit                     | true
          begin; a; rollback                   | true
          begin; a; commit and chain; b; end   | false
          begin; a; commit and chain; rollback | false
          begin; a; prepare transaction 'x'    | false
          commit                               | true
          commit prepared 'x'                  | false
          """)
  void what_was_cut_short_can_be_run_again_if_it_left_nothing_or_the_journal_knows(
      String script, boolean harmless) {
    assertThat(Step.of(statements(script), false))
        .singleElement()
        .satisfies(step -> assertThat(step.isHarmlessTwice()).isEqualTo(harmless));
  }

  /** A plus is a BEGIN or COMMIT of ours, an exclamation mark says that the journal is written inside. */
  private static String show(Step step) {
    return "[" + (step.begins() ? "+" : "")
        + step.statements().stream().map(Statement::text).collect(Collectors.joining(" "))
        + (step.commits() ? "+]" : "]") + (step.isAtomic() ? "!" : "");
  }

  private static List<Statement> statements(String script) {
    List<Statement> statements = new ArrayList<>();
    for (String text : script.split("; ")) {
      String word = text.toLowerCase(Locale.ROOT).split(" ")[0];
      Kind kind = switch (word) {
        case "begin" -> Kind.BEGIN;
        case "commit", "end", "rollback", "prepare" -> Kind.END_OF_TRANSACTION;
        default -> Kind.TRANSACTIONAL;
      };
      statements.add(new Statement(statements.size() + 1, 1, 1, text, kind));
    }
    return statements;
  }
}
