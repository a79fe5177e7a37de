package dev.codex.migration;

/**
 * How the scripts of a format stand to transactions: in another tool's format, what that tool would have run is run as it
 * would have run it.
 *
 * @param tool what the tool does about transactions
 * @param optOut what to write for a script that is to run without a transaction, as the end of a sentence
 */
public record TransactionRules(Tool tool, String optOut) {
  /** Codex's own: one script is one transaction, or its header says otherwise. */
  public static final TransactionRules CODEX =
      new TransactionRules(Tool.CODEX, "write -- codex:no-transaction at the top");

  /** What a tool does about transactions. */
  public enum Tool {
    /** Applies a script and its history row in one, which no script may end. */
    CODEX,
    /** Begins one before each script and commits after it, whatever the script does in between. */
    WRAPS,
    /** Leaves them to the scripts, or to a setting outside of them. */
    LEAVES
  }

  /** A tool that begins the transaction itself, unless it is told not to. */
  public static TransactionRules wrapped(String optOut) {
    return new TransactionRules(Tool.WRAPS, optOut);
  }

  /** A tool that leaves the transactions to the scripts. */
  public static TransactionRules asWritten() {
    return new TransactionRules(Tool.LEAVES, "");
  }

  /** Whether a script may begin and end transactions itself, and then goes statement by statement. */
  public boolean ownTransactions() {
    return tool != Tool.CODEX;
  }

  /** Whether a script may mix statements of both kinds, and then goes statement by statement. */
  public boolean mixtures() {
    return tool == Tool.LEAVES;
  }

  /** Whether a script that goes statement by statement begins in a transaction, and ends with a commit. */
  public boolean wraps() {
    return tool == Tool.WRAPS;
  }
}
