package dev.codex.script;

import dev.codex.migration.Problem;
import dev.codex.migration.Statement;
import dev.codex.migration.TransactionEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the BEGIN and COMMIT of a script. Codex runs a script and notes it in one transaction of its own, so a pair
 * that wraps the whole script is left out, as is a COMMIT at its very end; anything else would tear the two apart.
 */
final class OwnTransaction {
  /** Only what the transaction is by default anyway: another isolation level would be lost with the BEGIN. */
  private static final Pattern PLAIN_BEGIN =
      Pattern.compile("(begin(\\s+(work|transaction))?|start\\s+transaction)(\\s+read\\s+write)?");

  private static final int NAMED = 3;
  private static final Pattern PLAIN_COMMIT =
      Pattern.compile("(commit|end)(\\s+(work|transaction))?(\\s+and\\s+no\\s+chain)?");

  private final String path;
  private final boolean noTransaction;
  private final boolean ours;
  private final List<Statement> controls = new ArrayList<>();
  private boolean statementBefore;
  private boolean outside;
  private @Nullable Statement lastStatement;

  /** @param ours whether it is Codex alone that begins and ends transactions, by its own rules */
  OwnTransaction(String path, boolean noTransaction, boolean ours) {
    this.path = path;
    this.noTransaction = noTransaction;
    this.ours = ours;
  }

  /** Takes a statement that begins or ends a transaction. */
  void control(Statement statement) {
    controls.add(statement);
  }

  /** Takes any other statement. */
  void statement(Statement statement) {
    statementBefore |= controls.isEmpty();
    outside |= statement.kind() == Statement.Kind.OUTSIDE_TRANSACTION;
    lastStatement = statement;
  }

  /** Whether one plain pair stands around everything else, or a lone COMMIT behind it. */
  boolean isAbsorbed() {
    if (controls.isEmpty() || noTransaction) {
      return false;
    }
    Statement end = controls.get(controls.size() - 1);
    boolean nothingAfter = lastStatement == null || lastStatement.index() < end.index();
    return nothingAfter && is(end, PLAIN_COMMIT) && (isPair() || isLoneCommit());
  }

  private boolean isPair() {
    return controls.size() == 2 && !statementBefore && is(controls.get(0), PLAIN_BEGIN);
  }

  /** A tool that has begun a transaction commits at its end what a script has committed already. */
  private boolean isLoneCommit() {
    return ours && controls.size() == 1 && !outside;
  }

  /** Whether the script begins or ends transactions that have to be sent as they stand. */
  boolean isTorn() {
    return !controls.isEmpty() && !isAbsorbed();
  }

  /**
   * What is wrong with a script that may have its own transactions: the last one does not end.
   *
   * @param wraps whether the tool commits after each script
   */
  List<Problem> unended(boolean wraps) {
    Statement last = controls.get(controls.size() - 1);
    if (wraps) {
      return List.of();
    }
    if (last.kind() != Statement.Kind.BEGIN && !TransactionEnd.chains(last)) {
      return List.of();
    }
    return List.of(Problem.at(
        path,
        last.line(),
        last.column(),
        "the transaction that begins here does not end in the script",
        "add COMMIT"));
  }

  private static boolean is(Statement statement, Pattern pattern) {
    return pattern.matcher(statement.text().toLowerCase(Locale.ROOT)).matches();
  }

  /** What is wrong, at the first statement that would end our transaction or begin another. */
  List<Problem> problems() {
    return controls.isEmpty() || isAbsorbed() ? List.of() : List.of(problem(controls.get(0)));
  }

  private Problem problem(Statement statement) {
    String others = controls.size() == 1
        ? " here"
        : " here, and in line "
            + controls.stream()
                .skip(1)
                .limit(NAMED)
                .map(other -> String.valueOf(other.line()))
                .collect(Collectors.joining(", "))
            + (controls.size() > NAMED + 1 ? " and more" : "");
    String reason = noTransaction
        ? ": a script without a transaction goes statement by statement, so that it can go on where it was cut short"
        : ": Codex applies a script and its row in the history in one transaction, which it begins and ends itself";
    return Problem.at(
        statement.fileOr(path),
        statement.line(),
        statement.column(),
        statement.label() + others + reason,
        advice(statement));
  }

  private String advice(Statement statement) {
    if (statement.kind() == Statement.Kind.BEGIN && !is(statement, PLAIN_BEGIN)) {
      return "remove it; Codex runs scripts at the default isolation level";
    }
    String advice = controls.size() > 2 ? "split the script where it commits" : "remove it";
    return advice + ", or set migrations.format: flyway, by which it goes as Flyway would run it";
  }
}
