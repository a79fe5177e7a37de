package dev.codex.runtime;

import dev.codex.migration.Migration;
import dev.codex.migration.Problem;
import java.util.List;
import java.util.Set;

/**
 * What the pending scripts of a plan are, found by reading each to its end.
 *
 * @param problems what would stop them from being run
 * @param statementByStatement those that go without a transaction of ours, each statement noted in the journal
 */
public record PendingInspection(List<Problem> problems, Set<Migration> statementByStatement) {
  public PendingInspection {
    problems = List.copyOf(problems);
    statementByStatement = Set.copyOf(statementByStatement);
  }
}
