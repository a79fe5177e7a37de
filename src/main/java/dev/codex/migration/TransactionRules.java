package dev.codex.migration;

/**
 * How the scripts of a format stand to transactions: in another tool's format, what that tool would have run is run as it
 * would have run it.
 *
 * @param ownTransactions whether a script may begin and end transactions itself, and then goes statement by statement
 * @param mixtures whether a script may hold statements that run in a transaction beside some that cannot, and then goes
 *     statement by statement
 * @param optOut what to write for a script that is to run without a transaction, as the end of a sentence
 */
public record TransactionRules(boolean ownTransactions, boolean mixtures, String optOut) {
  /** Codex's own: one script is one transaction, or its header says otherwise. */
  public static final TransactionRules CODEX =
      new TransactionRules(false, false, "write -- codex:no-transaction at the top");

  /** A tool that begins the transaction itself, unless it is told not to. */
  public static TransactionRules wrapped(String optOut) {
    return new TransactionRules(true, false, optOut);
  }

  /** A tool that leaves the transactions to the scripts, or can be told to from outside of them. */
  public static TransactionRules asWritten() {
    return new TransactionRules(true, true, "");
  }
}
