package dev.codex.postgres;

import dev.codex.migration.Statement;
import dev.codex.migration.StatementPosition;
import java.util.List;
import java.util.function.Consumer;

/** Tells which statements of a script a session is sent, where they do not go all at once. */
final class SentStatements {
  private final Consumer<StatementPosition> listener;
  private volatile int total;

  SentStatements(Consumer<StatementPosition> listener) {
    this.listener = listener;
  }

  /** A script begins that has so many; 0 if that is not known. */
  void begin(int ofScript) {
    total = ofScript;
  }

  void sends(Statement statement) {
    sends(List.of(statement));
  }

  /** They go together, so that nobody knows at which of them the server is. */
  void sends(List<Statement> together) {
    Statement first = together.get(0);
    int last = together.get(together.size() - 1).index();
    listener.accept(new StatementPosition(first.index(), last, total, first.label(), first.line()));
  }
}
