package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a start-up cache is made from: if this fails, the answers of the stand-in no longer fit our queries. */
final class RehearseCommandTest {
  @Test
  void it_runs_the_short_commands_without_a_database() {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    int code = Main.run(new String[] {"rehearse"}, Map.of(), writer, writer);
    assertThat(code).as(said.toString()).isZero();
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void it_is_not_in_the_help() {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    Main.run(new String[] {"--help"}, Map.of(), writer, writer);
    assertThat(said.toString()).contains("migrate").doesNotContain("rehearse");
  }
}
