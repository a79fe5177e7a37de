package dev.codex.script;

import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Knows what of a script stays in its session after its transaction: behind a pooler that gives the session to the next
 * client, that is somebody else's surprise.
 */
public final class SessionNeed {
  private static final Pattern LEAVES = Pattern.compile(
      "(?:prepare|listen|load|discard)\\b.*|declare\\b.*\\bwith hold\\b.*"
          + "|create\\s+(?:local\\s+|global\\s+)?(?:temp|temporary)\\b(?!.*\\bon commit drop\\b).*"
          + "|.*\\bset_config\\s*\\([^)]*,\\s*(?:false|'f(?:alse)?'|'off')\\s*\\).*"
          + "|.*\\bpg_(?:try_)?advisory_(?:un)?lock(?:_shared|_all)?\\s*\\(.*",
      Pattern.DOTALL);

  private SessionNeed() {}

  /** The first statement of a script that needs the session for itself, as a problem. Blocks. */
  public static Optional<Problem> of(Script script, boolean outsideTransaction) {
    try (StatementCursor cursor = script.open()) {
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        boolean leaves = leavesSomething(next.text());
        if (leaves || (outsideTransaction && next.kind() != Statement.Kind.META_COMMAND)) {
          return Optional.of(problem(script, next, leaves));
        }
      }
      return Optional.empty();
    } catch (IOException failure) {
      return Optional.of(Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          script.path(),
          script.path() + " cannot be read: " + Reason.of(failure),
          "run again once the file is at rest"));
    }
  }

  static boolean leavesSomething(String statement) {
    String text = statement.strip().toLowerCase(Locale.ROOT);
    return (SessionSetting.isOne(text) && text.startsWith("set"))
        || LEAVES.matcher(text).matches();
  }

  private static Problem problem(Script script, Statement statement, boolean leaves) {
    String fact = leaves
        ? statement.label()
            + " stays in the session of the pooler, which serves other clients after it"
        : statement.label() + " runs outside a transaction, and so needs a session of its own";
    String advice = statement.label().startsWith("SET")
        ? "write SET LOCAL, or give the server's own address in database.migration_url"
        : "give the server's own address in database.migration_url";
    return Problem.at(
        statement.fileOr(script.path()), statement.line(), statement.column(), fact, advice);
  }
}
