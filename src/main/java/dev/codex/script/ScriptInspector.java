package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import dev.codex.migration.TransactionRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script to its end before anything of it is sent, to tell how it has to be run and what is wrong with it.
 */
public final class ScriptInspector {
  private final String path;
  private final TransactionRules rules;
  private final boolean noTransaction;
  private final List<Problem> problems = new ArrayList<>();
  private final OwnTransaction ownTransaction;
  private @Nullable Statement transactional;
  private @Nullable Statement outside;
  private int statements;
  private boolean oneMessage = true;

  private ScriptInspector(String path, ScriptHeader header, TransactionRules rules) {
    this.path = path;
    this.rules = rules;
    this.noTransaction = header.noTransaction();
    this.ownTransaction = new OwnTransaction(path, noTransaction, !rules.ownTransactions());
  }

  /** Inspects a script. Blocks: it may have to be read from its file. */
  public static Inspection inspect(Script script) {
    try (StatementCursor cursor = script.open()) {
      Inspection inspection = inspect(script.path(), script.header(), script.rules(), cursor);
      return inspection.with(script.refusals()).with(PreconditionQueries.problems(script));
    } catch (IOException e) {
      Problem unreadable = Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          script.path(),
          script.path() + " cannot be read: " + Reason.of(e),
          "run again once the file is at rest");
      return new Inspection(Inspection.Mode.EMPTY, 0, false, false, List.of(unreadable));
    }
  }

  /** Inspects the statements that a cursor is about to give, by Codex's own rules. */
  public static Inspection inspect(String path, ScriptHeader header, StatementCursor cursor)
      throws IOException {
    return inspect(path, header, TransactionRules.CODEX, cursor);
  }

  static Inspection inspect(
      String path, ScriptHeader header, TransactionRules rules, StatementCursor cursor)
      throws IOException {
    ScriptInspector inspector = new ScriptInspector(path, header, rules);
    try {
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        inspector.take(next);
      }
    } catch (CodexException.ScriptsInvalid e) {
      inspector.problems.addAll(e.problems());
    }
    return inspector.finish();
  }

  private void take(Statement statement) throws IOException {
    switch (statement.kind()) {
      case META_COMMAND:
        takeCommand(statement);
        return;
      case BEGIN, END_OF_TRANSACTION:
        ownTransaction.control(statement);
        return;
      case COPY_DATA:
        takeCopy(statement);
        break;
      case OUTSIDE_TRANSACTION:
        takeOutside(statement);
        break;
      default:
        takeTransactional(statement);
        break;
    }
    statements++;
    ownTransaction.statement(statement);
  }

  private void takeOutside(Statement statement) {
    if (statement.label().startsWith("DISCARD")) {
      refuse(
          statement,
          "DISCARD ALL gives up the lock that keeps other migrators out, and the settings of the run",
          "remove it, or write what is meant: RESET ALL, DISCARD TEMP, DISCARD SEQUENCES");
    }
    outside = outside == null ? statement : outside;
  }

  private void takeCopy(Statement statement) throws IOException {
    oneMessage = false;
    transactional = transactional == null ? statement : transactional;
    try {
      CopyCommand.check(statement.fileOr(path), statement);
    } catch (CodexException.ScriptsInvalid e) {
      problems.addAll(e.problems());
    }
  }

  private void takeTransactional(Statement statement) throws IOException {
    if (CopyToClient.isOne(statement.text())) {
      refuse(
          statement,
          "COPY ... TO stdout sends rows to a client, and a migration has none",
          "remove it, or copy to a file of the server");
    }
    if (transactional == null && !SessionSetting.isOne(statement.text())) {
      transactional = statement;
    }
    if (oneMessage && SessionSetting.mentionsStrings(statement.text())) {
      oneMessage = false;
    }
  }

  private void takeCommand(Statement command) {
    oneMessage = false;
    if (!MetaCommand.isHarmless(command.text())) {
      String name = command.text().split("\\s+", 2)[0];
      refuse(
          command,
          name + " is a command of psql, which the server does not know",
          MetaCommand.advice(name));
    }
  }

  private Inspection finish() {
    boolean absorbed = ownTransaction.isAbsorbed();
    boolean wraps = rules.wraps() && !noTransaction;
    boolean own = ownTransaction.isTorn() && rules.ownTransactions();
    problems.addAll(own ? ownTransaction.unended(wraps) : ownTransaction.problems());
    Inspection.Mode mode = own ? Inspection.Mode.OWN_TRANSACTIONS : mode(absorbed);
    return new Inspection(
        mode, statements, oneMessage && !absorbed, absorbed, List.copyOf(problems));
  }

  private Inspection.Mode mode(boolean absorbed) {
    if (statements == 0) {
      return Inspection.Mode.EMPTY;
    }
    if (noTransaction || (outside != null && transactional == null && !absorbed)) {
      return Inspection.Mode.OUTSIDE_TRANSACTION;
    }
    if (outside == null) {
      return Inspection.Mode.TRANSACTIONAL;
    }
    if (rules.mixtures() && !absorbed) {
      return Inspection.Mode.OUTSIDE_TRANSACTION;
    }
    refuseMixture(outside, transactional);
    return Inspection.Mode.TRANSACTIONAL;
  }

  private void refuseMixture(Statement alone, @Nullable Statement other) {
    if (other == null) {
      refuse(
          alone,
          StatementKinds.name(alone)
              + " cannot run inside a transaction, and this script has a BEGIN around it",
          "remove BEGIN and COMMIT");
      return;
    }
    refuse(
        alone,
        StatementKinds.name(alone) + " cannot run inside a transaction, and " + other.label()
            + " in line " + other.line() + " runs in one",
        "put line " + alone.line() + " into a script of its own"
            + (rules.optOut().isEmpty() ? "" : ", or " + rules.optOut()));
  }

  private void refuse(Statement statement, String fact, String advice) {
    problems.add(
        Problem.at(statement.fileOr(path), statement.line(), statement.column(), fact, advice));
  }
}
