package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
  private static final String[] COMMANDS = {
    "migrate",
    "wait-for-migrations",
    "serve",
    "info",
    "plan",
    "validate",
    "new",
    "config",
    "config check"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate",
        "wait-for-migrations",
        "serve",
        "info",
        "plan",
        "validate",
        "new",
        "config",
        "config check"
      })
  void every_command_has_a_help_on_stdout(String command) {
    Cli.Ended ended = Cli.run((command + " --help").split(" ")).withCode(0);
    assertThat(ended.out())
        .startsWith("Usage: codex " + command + " ")
        .contains("Show this help and exit.");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void the_help_of_the_program_describes_every_command() {
    String help = Cli.run("--help").withCode(0).out();
    for (String command : COMMANDS) {
      String name = command.split(" ")[0];
      assertThat(help).containsPattern("(?m)^  " + name + " +\\p{Upper}");
    }
  }

  @Test
  void the_help_of_a_command_can_be_asked_for_both_ways() {
    assertThat(Cli.run("help", "migrate").withCode(0).out())
        .isEqualTo(Cli.run("migrate", "--help").withCode(0).out());
  }

  @ParameterizedTest
  @CsvSource({
    "migrat, there is no command 'migrat', codex migrate",
    "wait, there is no command 'wait', codex wait-for-migrations",
    "migrate --locatoin, Unknown option: '--locatoin', --location",
    "migrate --timout=3, Unknown option: '--timout=3', --timeout"
  })
  void what_is_mistyped_is_told_with_what_was_meant(String line, String fact, String meant) {
    Cli.Ended ended = Cli.run(line.split(" ")).withCode(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines().toList()).hasSize(3).first().isEqualTo("codex: " + fact);
    assertThat(ended.err()).contains(meant).containsPattern("(?m)^or see codex.* --help$");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | codex: a command is missing | see codex --help",
        "config | codex: a command is missing: check | see codex config --help",
        "xyzzy | codex: there is no command 'xyzzy' | see codex --help",
        "new | codex: Missing required parameter: 'NAME' | see codex new --help",
        "migrate now | codex: unexpected argument 'now' | see codex migrate --help",
        "info --output xml | codex: Invalid value for option '--output': expected one of [text, json] (case-sensitive) but was 'xml' | see codex info --help",
        "migrate --config | codex: Missing required parameter for option '--config' (FILE) | see codex migrate --help"
      })
  void what_cannot_be_understood_is_told_in_two_lines(String line, String fact, String advice) {
    Cli.Ended ended = Cli.run(line.isEmpty() ? new String[0] : line.split(" ")).withCode(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).containsExactly(fact, advice);
  }

  @Test
  void the_version_is_that_of_the_jar() {
    assertThat(Cli.run("--version").withCode(0).out()).startsWith("codex ");
  }
}
