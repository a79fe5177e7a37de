package dev.codex.cli;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException;
import dev.codex.migration.SchemaState;
import dev.codex.migration.ScriptFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExitCodeTest {
  private static final Map<CodexException, Integer> DOCUMENTED = Map.ofEntries(
      entry(new CodexException.ConfigurationInvalid("", ""), 2),
      entry(new CodexException.WaitTimedOut(Duration.ZERO, ""), 4),
      entry(new CodexException.LockTimedOut(Duration.ZERO, ""), 5),
      entry(
          new CodexException.LocksNotObtained(
              new ScriptFailure("1", "V1__a.sql", 1, 1, 1, "", "55P03", "", null, null, null, true),
              1,
              Duration.ZERO,
              "",
              List.of()),
          5),
      entry(
          new CodexException.MigrationFailed(
              new ScriptFailure("1", "V1__a.sql", 1, 1, 1, "", "42601", "", null, null, null, true),
              List.of()),
          6),
      entry(new CodexException.DatabaseUnreachable("", "", null), 7),
      entry(new CodexException.ScriptsInvalid(List.of()), 8),
      entry(new CodexException.OutcomeInDoubt("", ""), 9),
      entry(new CodexException.Refused("", ""), 10),
      entry(
          new CodexException.Pending(new SchemaState(SchemaState.Status.PENDING, null, 0, 1)), 11),
      entry(new CodexException.Interrupted(""), 130));

  @Test
  void every_failure_that_a_caller_can_act_on_has_the_code_of_the_documentation() {
    Map<Class<?>, Integer> given =
        DOCUMENTED.keySet().stream().collect(toMap(Object::getClass, ExitCode::of));
    Map<Class<?>, Integer> wanted = DOCUMENTED.entrySet().stream()
        .collect(toMap(entry -> entry.getKey().getClass(), Map.Entry::getValue));
    assertThat(given).isEqualTo(wanted);
  }

  @Test
  void no_failure_is_forgotten() {
    assertThat(Stream.of(CodexException.class.getPermittedSubclasses()))
        .containsExactlyInAnyOrderElementsOf(
            DOCUMENTED.keySet().stream().<Class<?>>map(Object::getClass).toList());
  }

  @Test
  void anything_else_is_unexpected() {
    assertThat(ExitCode.of(new IllegalStateException())).isEqualTo(1);
  }

  @Test
  void the_help_names_every_code() {
    String help = Cli.run("--help").withCode(0).out();
    DOCUMENTED.values().forEach(code -> assertThat(help).containsPattern("(?m)^  " + code + "\\b"));
    assertThat(help).doesNotContainPattern("(?m)^  3\\b");
  }
}
