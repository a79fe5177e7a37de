package dev.codex.postgres;

import dev.codex.migration.Checksum;
import dev.codex.migration.Statement;
import dev.codex.migration.Statement.Kind;
import dev.codex.migration.TransactionEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the journal notes as one of a script that goes statement by statement: a statement, or a whole transaction, which
 * happens or does not.
 *
 * @param statements in order, the script's own BEGIN and COMMIT among them
 * @param begins whether a BEGIN of ours has to go before them, as the script's tool would send it
 * @param commits whether a COMMIT of ours has to follow them
 */
record Step(List<Statement> statements, boolean begins, boolean commits) {
  private static final Set<String> SETTINGS = Set.of("SET", "RESET");
  private static final Pattern COMMIT = Pattern.compile("commit|end");
  /** A COMMIT that is alone ends nothing, and everything before a ROLLBACK never was. */
  private static final Pattern END_WITHOUT_EFFECT =
      Pattern.compile("(?:commit|end|rollback|abort)(?!.*prepared).*");

  /**
   * Puts the statements of a script together into steps.
   *
   * @param wrapped whether the script begins in a transaction that is not its own
   */
  static List<Step> of(List<Statement> statements, boolean wrapped) {
    List<Step> steps = new ArrayList<>();
    List<Statement> current = new ArrayList<>();
    boolean ours = wrapped;
    boolean open = wrapped;
    for (Statement statement : statements) {
      open |= statement.kind() == Kind.BEGIN;
      current.add(statement);
      boolean ends =
          statement.kind() == Kind.END_OF_TRANSACTION && !TransactionEnd.chains(statement);
      if (!open || ends) {
        steps.add(new Step(List.copyOf(current), ours, false));
        current.clear();
        ours = false;
        open = false;
      }
    }
    if (!current.isEmpty()) {
      steps.add(new Step(List.copyOf(current), ours, true));
    }
    return steps;
  }

  /** The statement by which the journal knows the step. */
  Statement first() {
    return statements.get(0);
  }

  Statement last() {
    return statements.get(statements.size() - 1);
  }

  boolean isTransaction() {
    return begins || first().kind() == Kind.BEGIN;
  }

  /** The same in a transaction of our own, so that the journal can say in it that it has happened. */
  Step inTransaction() {
    return new Step(statements, true, true);
  }

  /** Whether it is a setting, which lasts as long as its session and is not noted. */
  boolean isSetting() {
    return !isTransaction() && SETTINGS.contains(first().label().split(" ", 2)[0]);
  }

  /** The fingerprint of what it sends, by which the journal tells that it was edited. */
  String hash() {
    return Checksum.of(
            statements.stream().map(Statement::text).collect(Collectors.joining("\n;\n")))
        .value();
  }

  /** Whether the journal can say in the same transaction that it has happened. */
  boolean isAtomic() {
    boolean chained = statements.stream().anyMatch(TransactionEnd::chains);
    boolean committed =
        last().kind() == Kind.END_OF_TRANSACTION && COMMIT.matcher(text(last())).lookingAt();
    return isTransaction() && !chained && (commits || committed);
  }

  /** Whether it ends with a COMMIT of its own, before which the journal has to be written. */
  boolean isOwnCommit(Statement statement) {
    return isAtomic() && !commits && statement.index() == last().index();
  }

  /** Whether it can be done once more after a run that did not see its end. */
  boolean isHarmlessTwice() {
    boolean undone = last().kind() == Kind.END_OF_TRANSACTION
        && END_WITHOUT_EFFECT.matcher(text(last())).matches();
    return isAtomic() || (undone && statements.stream().noneMatch(TransactionEnd::chains));
  }

  private static String text(Statement statement) {
    return statement.text().toLowerCase(Locale.ROOT);
  }
}
