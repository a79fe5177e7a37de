package dev.codex.migration;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and why a script failed.
 *
 * @param migration the label of the migration
 * @param script the path of the script
 * @param statement the number of the failed statement, from 1; 0 if it is not known
 * @param line the line in the script, from 1; 0 if it is not known
 * @param column the column in the line, from 1; 0 if it is not known
 * @param source the text of that line, or empty
 * @param sqlState the server's code
 * @param message the server's message
 * @param detail the server's detail, or null; it may hold values of rows
 * @param hint the server's hint, or null
 * @param calls the functions and the block in which it failed, the innermost first, one in a line; or null
 * @param rolledBack whether nothing of the script remains
 */
public record ScriptFailure(
    String migration,
    String script,
    int statement,
    int line,
    int column,
    String source,
    String sqlState,
    String message,
    @Nullable String detail,
    @Nullable String hint,
    @Nullable String calls,
    boolean rolledBack) {
  private static final int LONGEST_SOURCE = 160;

  /** Duplicate table, object, column, function, schema. */
  private static final Set<String> ALREADY_THERE =
      Set.of("42P07", "42710", "42701", "42723", "42P06");

  /** What the server has run out of, and what to do about it. */
  private static final Map<String, String> RESOURCES = Map.of(
      "53100", "make room on the server's disk, and run codex migrate again",
      "53200",
          "it takes more locks than the server has room for; raise max_locks_per_transaction, or split the script",
      "54000", "split the statement that is too large for the server");

  /** The same, but for whether nothing of the script remains. */
  public ScriptFailure withRolledBack(boolean nothingLeft) {
    return new ScriptFailure(
        migration,
        script,
        statement,
        line,
        column,
        source,
        sqlState,
        message,
        detail,
        hint,
        calls,
        nothingLeft);
  }

  /** The place, as editors and terminals understand it: {@code V7__x.sql:12:3}. */
  public String place() {
    if (line == 0) {
      return script;
    }
    return column == 0 ? script + ":" + line : script + ":" + line + ":" + column;
  }

  String describe() {
    StringBuilder text =
        new StringBuilder("migration " + migration + " failed at " + place() + ": " + message);
    if (!sqlState.isEmpty()) {
      text.append(" (").append(sqlState).append(')');
    }
    if (!source.isBlank()) {
      String shown =
          source.length() > LONGEST_SOURCE ? source.substring(0, LONGEST_SOURCE) + "..." : source;
      String number = "  " + line + " | ";
      text.append('\n').append(number).append(shown);
      if (column > 0 && column <= shown.length() + 1) {
        text.append('\n')
            .append(" ".repeat(number.length() - 2))
            .append("| ")
            .append(pointer(shown))
            .append('^');
      }
    }
    if (calls != null) {
      text.append("\n  in ").append(calls.replace("\n", "\n  in "));
    }
    if (hint != null) {
      text.append("\n  hint: ").append(hint);
    }
    return text.append('\n').toString();
  }

  /** The same of one that did not get its locks. */
  String describeLocks(int attempts, Duration budget) {
    return "migration " + migration + " did not get its locks within " + budget.toSeconds() + " s ("
        + attempts + " attempts), at " + place() + ": " + message;
  }

  String adviceOnLocks() {
    return (rolledBack
            ? "nothing of this script was kept: "
            : "statements before it stay in effect: ")
        + "run codex migrate again when that session is done, or end it with select pg_terminate_backend(pid);"
        + " lock.statement_budget is for how long to try";
  }

  private String pointer(String shown) {
    return shown.substring(0, column - 1).replaceAll("[^\t]", " ");
  }

  String advice() {
    if (!rolledBack) {
      return "statements before it stay in effect, as the script runs outside a transaction: correct the script and run"
          + " codex migrate again";
    }
    if (RESOURCES.containsKey(sqlState)) {
      return "nothing of this script was kept: " + RESOURCES.get(sqlState);
    }
    if (sqlState.equals("55P04")) {
      return "a new enum value cannot be used in the transaction that adds it: put the statements after ALTER TYPE into"
          + " a script of their own";
    }
    if (sqlState.equals("2D000")) {
      return "it calls code that ends a transaction, which cannot be done inside of one: write -- codex:no-transaction at"
          + " the top of the script";
    }
    if (ALREADY_THERE.contains(sqlState)) {
      return "nothing of this script was kept: what it makes is there already, made by hand or by another tool; remove"
          + " it, or take it out of the script";
    }
    return "nothing of this script was kept: correct it and run codex migrate again";
  }
}
