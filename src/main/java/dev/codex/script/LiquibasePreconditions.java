package dev.codex.script;

import dev.codex.migration.Preconditions;
import dev.codex.migration.Preconditions.Check;
import dev.codex.migration.Preconditions.Otherwise;
import dev.codex.migration.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The preconditions of one changeset, by the rules of Liquibase's parser of formatted SQL. */
final class LiquibasePreconditions {
  private static final Pattern HEAD = Pattern.compile("(?i)\\s*--\\s*preconditions\\b(.*)");
  private static final Pattern ONE =
      Pattern.compile("(?i)\\s*--\\s*precondition-([a-z0-9-]+)(?: (.*))?");
  private static final Pattern ON_FAIL = Pattern.compile("(?i).*onFail:(\\w+).*");
  private static final Pattern ON_ERROR = Pattern.compile("(?i).*onError:(\\w+).*");
  private static final Pattern SQL_CHECK =
      Pattern.compile("(?i)(?:expectedResult:)?(?:(\\w+)|'([^']+)'|\"([^\"]+)\") (.*)");
  private static final Pattern TABLE = Pattern.compile("(?i).*table:(\\w+).*");
  private static final Pattern VIEW = Pattern.compile("(?i).*view:(\\w+).*");
  private static final Pattern SCHEMA = Pattern.compile("(?i).*schema:(\\w+).*");

  private final String path;
  private final List<Problem> refusals;
  private final List<Check> checks = new ArrayList<>();
  private Otherwise onFail = Otherwise.HALT;
  private Otherwise onError = Otherwise.HALT;

  /** @param refusals takes what keeps the changeset from being run */
  LiquibasePreconditions(String path, List<Problem> refusals) {
    this.path = path;
    this.refusals = refusals;
  }

  /** Takes a line, if it is about preconditions. */
  boolean take(String text, int line) {
    Matcher head = HEAD.matcher(text);
    Matcher one = ONE.matcher(text);
    if (head.matches()) {
      // as for Liquibase, what stands above does not count any more
      checks.clear();
      onFail = otherwise(ON_FAIL.matcher(head.group(1)), "onFail", line);
      onError = otherwise(ON_ERROR.matcher(head.group(1)), "onError", line);
    } else if (one.matches()) {
      String body = one.group(2) == null ? "" : one.group(2).strip();
      takeOne(text.strip(), one.group(1), body, line);
    }
    return head.matches() || one.matches();
  }

  private Otherwise otherwise(Matcher said, String name, int line) {
    String word = said.matches() ? said.group(1).toUpperCase(Locale.ROOT) : "HALT";
    return switch (word) {
      case "HALT" -> Otherwise.HALT;
      case "MARK_RAN" -> Otherwise.MARK_RAN;
      case "WARN" -> Otherwise.WARN;
      default -> {
        boolean known = word.equals("CONTINUE");
        refuse(
            line,
            known
                ? name
                    + ":CONTINUE leaves the changeset for a later run, and after a run of Codex none is left"
                : name + ":" + word + " is not known",
            "write HALT, MARK_RAN or WARN behind it");
        yield Otherwise.HALT;
      }
    };
  }

  private void takeOne(String said, String kind, String body, int line) {
    switch (kind) {
      case "sql-check" -> {
        Matcher check = SQL_CHECK.matcher(body);
        if (check.matches()) {
          String word = check.group(1) != null ? check.group(1) : check.group(2);
          String expected = word != null ? word : check.group(3);
          checks.add(new Check(line, said, check.group(4).replaceFirst(";$", ""), expected));
        } else {
          refuse(line, "this is no sql-check", "write expectedResult:0 and a query behind it");
        }
      }
      case "table-exists" -> takeRelation(said, "table", TABLE, "'r', 'p'", body, line);
      case "view-exists" -> takeRelation(said, "view", VIEW, "'v'", body, line);
      default ->
        refuse(
            line,
            "Liquibase knows no precondition " + kind + " in SQL",
            "write it as a sql-check, such as --precondition-sql-check expectedResult:0 select count(*) from t");
    }
  }

  /** Liquibase takes names as the server takes those without quotes, and looks into the first schema of the search path. */
  private void takeRelation(
      String said, String what, Pattern named, String kinds, String body, int line) {
    Matcher name = named.matcher(body);
    if (!name.matches()) {
      refuse(line, "this names no " + what, "write " + what + ":NAME, and schema:NAME if need be");
      return;
    }
    Matcher schema = SCHEMA.matcher(body);
    String expected = what + " " + name.group(1);
    String where = schema.matches()
        ? "n.nspname::text = '" + schema.group(1).toLowerCase(Locale.ROOT) + "'"
        : "n.nspname = current_schema()";
    checks.add(new Check(
        line,
        said,
        "select case when exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " where c.relkind in (" + kinds + ") and c.relname::text = '"
            + name.group(1).toLowerCase(Locale.ROOT) + "' and " + where + ") then '" + expected
            + "' else 'nothing' end",
        expected));
  }

  private void refuse(int line, String fact, String advice) {
    refusals.add(Problem.at(path, line, 1, fact, advice));
  }

  Preconditions all() {
    return new Preconditions(checks, onFail, onError);
  }
}
