package dev.codex.script;

import java.io.IOException;
import java.util.Set;

/** Sees a {@code DO} block whose code commits, which PostgreSQL lets it do outside a transaction block only. */
final class CommittingBlock {
  /** After these, PL/pgSQL expects a statement. */
  private static final Set<String> BEFORE_STATEMENT =
      Set.of(";", "begin", "then", "else", "loop", ">");

  private CommittingBlock() {}

  /** Stands after DO. */
  static boolean isOne(Words words) throws IOException {
    if (words.accept("language")) {
      words.next();
    }
    return words.isString() && commits(Words.of(words.quoted()));
  }

  private static boolean commits(Words code) throws IOException {
    String before = ";";
    while (!code.isAtEnd()) {
      String word = code.keyword();
      code.next();
      boolean ends = word.equals("commit") || word.equals("rollback");
      if (ends && BEFORE_STATEMENT.contains(before) && (code.is(";") || code.is("and"))) {
        return true;
      }
      before = word;
    }
    return false;
  }
}
