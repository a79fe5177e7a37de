package dev.codex.postgres;

import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions and the block in which a statement failed, the innermost first. The server's own account of them has the
 * statements in between too, which are left out: they may hold values of rows.
 */
final class CallStack {
  private static final int MOST = 4;
  private static final int LONGEST = 200;
  private static final Pattern CALL =
      Pattern.compile("(?:compilation of )?(?:PL/|SQL function ).*");
  private static final Pattern IN_BLOCK = Pattern.compile(
      "(?:compilation of )?PL/pgSQL function \"?inline_code_block\"? (?:near )?line (\\d{1,9})\\b.*");

  /** A constant with escapes is left out, as its lines are not those of the script. */
  private static final Pattern BLOCK =
      Pattern.compile("do\\s+(?:language\\s+\\S+\\s+)?(?:\\$\\w*\\$|')", Pattern.CASE_INSENSITIVE);

  private final List<String> calls;

  private CallStack(List<String> calls) {
    this.calls = calls;
  }

  static CallStack of(PgException failed) {
    String where = failed.getWhere();
    return new CallStack(
        where == null
            ? List.of()
            : where.lines().filter(line -> CALL.matcher(line).matches()).toList());
  }

  /** A line for each call, or null if there is none. */
  @Nullable
  String text() {
    List<String> told = calls.stream().limit(MOST).map(CallStack::shortened).toList();
    String more = calls.size() > MOST ? "\n..." : "";
    return calls.isEmpty() ? null : String.join("\n", told) + more;
  }

  private static String shortened(String call) {
    return call.length() > LONGEST ? call.substring(0, LONGEST) + "..." : call;
  }

  /**
   * The character, from 1, with which the line begins at which a DO block was; 0 if that is not known, or the statement is
   * none.
   */
  int positionIn(String statement) {
    Matcher block = BLOCK.matcher(statement);
    // the block of the script is the outermost call
    Matcher call = IN_BLOCK.matcher(calls.isEmpty() ? "" : calls.get(calls.size() - 1));
    if (!block.lookingAt() || !call.matches()) {
      return 0;
    }
    int at = block.end();
    for (int line = Integer.parseInt(call.group(1)); line > 1; line--) {
      int newline = statement.indexOf('\n', at);
      if (newline < 0) {
        return 0;
      }
      at = newline + 1;
    }
    while (at < statement.length() && " \t".indexOf(statement.charAt(at)) >= 0) {
      at++;
    }
    return statement.codePointCount(0, at) + 1;
  }
}
