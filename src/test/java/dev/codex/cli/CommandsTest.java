package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CommandsTest {
  @Test
  void each_is_found_by_the_name_that_it_has() {
    assertThat(Commands.byName()).isNotEmpty();
    assertThat(added("--help"))
        .containsExactlyInAnyOrderElementsOf(Commands.byName().keySet());
  }

  @Test
  void only_the_one_that_is_asked_for_is_looked_at() {
    assertThat(added("config", "check")).containsExactly("config");
    assertThat(added("--help")).hasSameSizeAs(Commands.byName().keySet());
    assertThat(added("migrat")).hasSameSizeAs(Commands.byName().keySet());
  }

  private static Set<String> added(String... args) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return Main.commandLine(new Console(Map.of(), nowhere, nowhere), nowhere, nowhere, args)
        .getSubcommands()
        .keySet();
  }
}
