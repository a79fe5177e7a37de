package dev.codex.script;

import dev.codex.migration.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What a script is, found by reading it to its end.
 *
 * @param mode how it has to be run
 * @param statements how many statements are sent
 * @param oneMessage whether the server reads the script right when it comes as one text, if that is small enough
 * @param absorbed whether it ends with a COMMIT of its own, and may begin with a BEGIN, which are not sent
 * @param problems why it must not be run; nothing of it may be sent unless there are none
 */
public record Inspection(
    Mode mode, int statements, boolean oneMessage, boolean absorbed, List<Problem> problems) {
  /** The same with more reasons why it must not be run. */
  Inspection with(List<Problem> more) {
    List<Problem> all = new ArrayList<>(more);
    all.addAll(problems);
    return new Inspection(mode, statements, oneMessage, absorbed, all);
  }

  /** How a script has to be run. */
  public enum Mode {
    /** It holds no statement: there is nothing to send. */
    EMPTY,
    /** In one transaction. */
    TRANSACTIONAL,
    /** Statement by statement, without a transaction. */
    OUTSIDE_TRANSACTION,
    /** Statement by statement, in the transactions that the script begins and ends itself. */
    OWN_TRANSACTIONS;

    /** Whether the statements are sent one by one, each noted in the journal. */
    public boolean isJournaled() {
      return this == OUTSIDE_TRANSACTION || this == OWN_TRANSACTIONS;
    }
  }
}
