package dev.codex.migration;

import java.util.Locale;

/** Knows what ends a transaction from what only seems to. */
public final class TransactionEnd {
  private TransactionEnd() {}

  /** Whether it begins the next transaction at once: {@code COMMIT AND CHAIN}. */
  public static boolean chains(Statement statement) {
    if (statement.kind() != Statement.Kind.END_OF_TRANSACTION) {
      return false;
    }
    String words = statement.text().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    return words.endsWith("and chain");
  }
}
