package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Preconditions.Check;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Looks whether each precondition of a script asks one query, with a value for each of its placeholders. */
final class PreconditionQueries {
  private static final Pattern QUERY =
      Pattern.compile("(?i)[\\s(]*(?:select|with|values|table)\\b");

  private PreconditionQueries() {}

  static List<Problem> problems(Script script) throws IOException {
    List<Problem> problems = new ArrayList<>();
    try {
      for (Check check : script.preconditions().checks()) {
        if (!isOneQuery(script, check)) {
          problems.add(Problem.at(
              script.path(),
              check.line(),
              1,
              "what this precondition asks is not one query",
              "write one select of one value"));
        }
      }
    } catch (CodexException.ScriptsInvalid e) {
      problems.addAll(e.problems());
    }
    return problems;
  }

  private static boolean isOneQuery(Script script, Check check) throws IOException {
    String inPlace = "\n".repeat(check.line() - 1) + check.query();
    try (StatementCursor cursor =
        new ScriptCursor(script.path(), new StringReader(inPlace), script::checksum)) {
      Statement query = cursor.next();
      return query != null && QUERY.matcher(query.text()).lookingAt() && cursor.next() == null;
    }
  }
}
