package dev.codex.script;

import dev.codex.migration.Problem;
import dev.codex.migration.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows the BEGIN and COMMIT of a script. Codex runs a script and notes it in one transaction of its own, so a pair
 * that wraps the whole script is left out, and anything else would tear the two apart.
 */
final class OwnTransaction {
  /** Only what the transaction is by default anyway: another isolation level would be lost with the BEGIN. */
  private static final Pattern PLAIN_BEGIN =
      Pattern.compile("(begin(\\s+(work|transaction))?|start\\s+transaction)(\\s+read\\s+write)?");

  private static final Pattern PLAIN_COMMIT =
      Pattern.compile("(commit|end)(\\s+(work|transaction))?(\\s+and\\s+no\\s+chain)?");

  private final String path;
  private final boolean noTransaction;
  private final List<Statement> controls = new ArrayList<>();
  private boolean statementBefore;
  private @Nullable Statement lastStatement;

  OwnTransaction(String path, boolean noTransaction) {
    this.path = path;
    this.noTransaction = noTransaction;
  }

  /** Takes a statement that begins or ends a transaction. */
  void control(Statement statement) {
    controls.add(statement);
  }

  /** Takes any other statement. */
  void statement(Statement statement) {
    statementBefore |= controls.isEmpty();
    lastStatement = statement;
  }

  /** Whether one plain pair stands around everything else. */
  boolean isAbsorbed() {
    if (controls.size() != 2 || statementBefore || noTransaction) {
      return false;
    }
    Statement end = controls.get(1);
    boolean nothingAfter = lastStatement == null || lastStatement.index() < end.index();
    return nothingAfter && is(controls.get(0), PLAIN_BEGIN) && is(end, PLAIN_COMMIT);
  }

  private static boolean is(Statement statement, Pattern pattern) {
    return pattern.matcher(statement.text().toLowerCase(Locale.ROOT)).matches();
  }

  /** One for each statement that would end our transaction or begin another. */
  List<Problem> problems() {
    if (isAbsorbed()) {
      return List.of();
    }
    return controls.stream().map(this::problem).toList();
  }

  private Problem problem(Statement statement) {
    String reason = noTransaction
        ? "this script runs outside a transaction, statement by statement, so that it can go on where it was interrupted"
        : "a script and its row in the history are applied in one transaction, which Codex begins and ends";
    String advice = statement.kind() == Statement.Kind.BEGIN && !is(statement, PLAIN_BEGIN)
        ? "remove it; for another isolation level, split the work into scripts that do not need one"
        : "remove it, or split the script where it commits";
    return Problem.at(path, statement.line(), statement.column(), statement.label() + ": " + reason, advice);
  }
}
