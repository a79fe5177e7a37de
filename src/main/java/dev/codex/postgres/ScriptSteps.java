package dev.codex.postgres;

import dev.codex.migration.Migration;
import dev.codex.migration.Script;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a script that goes statement by statement into the steps that the journal notes. */
final class ScriptSteps {
  private ScriptSteps() {}

  /** Blocks. Fails if the file is not the one that the plan was made from. */
  static List<Step> of(Migration migration) throws IOException {
    List<Statement> statements = new ArrayList<>();
    try (StatementCursor cursor = migration.script().open()) {
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        if (next.kind() != Statement.Kind.META_COMMAND) {
          statements.add(next);
        }
      }
      ScriptParts.checkUnchanged(migration, cursor);
    }
    return Step.of(statements, beginsInTransaction(migration.script(), statements));
  }

  /** The script of a tool that wraps it: its own COMMIT ends what the tool has begun. */
  private static boolean beginsInTransaction(Script script, List<Statement> statements) {
    return script.rules().wraps()
        && !script.header().noTransaction()
        && statements.stream()
            .anyMatch(statement -> statement.kind() == Statement.Kind.BEGIN
                || statement.kind() == Statement.Kind.END_OF_TRANSACTION);
  }
}
