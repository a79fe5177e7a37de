package dev.codex.http;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.SchemaState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SchemaHealthTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final SchemaState PENDING =
      new SchemaState(SchemaState.Status.PENDING, null, 0, 1);

  private static CodexException.ScriptsInvalid invalid(Problem.Code... codes) {
    return new CodexException.ScriptsInvalid(Arrays.stream(codes)
        .map(code -> new Problem(code, "fact", "advice", null, null, 0, 0))
        .toList());
  }

  @Test
  void every_failure_has_a_word() {
    Map<CodexException, SchemaHealth> words = Map.ofEntries(
        entry(
            new CodexException.ConfigurationInvalid("fact", "advice"), SchemaHealth.SCHEMA_FAILED),
        entry(new CodexException.WaitTimedOut(SECOND, "nothing"), SchemaHealth.SCHEMA_PENDING),
        entry(new CodexException.LockTimedOut(SECOND, "somebody"), SchemaHealth.MIGRATING),
        entry(
            new CodexException.LocksNotObtained(
                TestFailures.OF_A_SCRIPT, 3, SECOND, "somebody", List.of()),
            SchemaHealth.SCHEMA_PENDING),
        entry(
            new CodexException.MigrationFailed(TestFailures.OF_A_SCRIPT, List.of()),
            SchemaHealth.SCHEMA_FAILED),
        entry(
            new CodexException.DatabaseUnreachable("fact", "advice", null),
            SchemaHealth.DATABASE_UNAVAILABLE),
        entry(invalid(), SchemaHealth.SCHEMA_FAILED),
        entry(new CodexException.OutcomeInDoubt("fact", "advice"), SchemaHealth.SCHEMA_FAILED),
        entry(new CodexException.Refused("fact", "advice"), SchemaHealth.DATABASE_UNAVAILABLE),
        entry(new CodexException.Pending(PENDING), SchemaHealth.SCHEMA_PENDING),
        entry(new CodexException.Interrupted("fact", List.of()), SchemaHealth.SCHEMA_PENDING));

    words.forEach((failure, word) ->
        assertThat(SchemaHealth.of(failure)).as("%s", failure).isEqualTo(word));
    assertThat(words.keySet().stream().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(CodexException.class.getPermittedSubclasses());
  }

  @Test
  void a_floor_counts_more_than_a_modified_script() {
    assertThat(SchemaHealth.of(invalid(Problem.Code.DUPLICATE)))
        .isEqualTo(SchemaHealth.SCHEMA_FAILED);
    assertThat(SchemaHealth.of(invalid(Problem.Code.DUPLICATE, Problem.Code.MODIFIED)))
        .isEqualTo(SchemaHealth.SCHEMA_MODIFIED);
    assertThat(SchemaHealth.of(invalid(Problem.Code.MODIFIED, Problem.Code.BELOW_FLOOR)))
        .isEqualTo(SchemaHealth.SCHEMA_BELOW_FLOOR);
  }

  @Test
  void a_failure_of_another_kind_is_one_of_the_schema() {
    assertThat(SchemaHealth.of(new IllegalStateException("unexpected")))
        .isEqualTo(SchemaHealth.SCHEMA_FAILED);
  }

  @Test
  void the_word_is_in_lower_case() {
    assertThat(SchemaHealth.SCHEMA_BELOW_FLOOR.word()).isEqualTo("schema_below_floor");
  }
}
