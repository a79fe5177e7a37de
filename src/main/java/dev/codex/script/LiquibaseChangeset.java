package dev.codex.script;

import dev.codex.migration.Preconditions;
import dev.codex.migration.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One changeset: what its line says, and which of the lines below it are SQL. */
final class LiquibaseChangeset {
  private static final Pattern MARK = Pattern.compile("(?i)\\s*--\\s*changeset\\b.*");
  private static final Pattern LINE =
      Pattern.compile("(?i)\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):(\"[^\"]+\"|\\S+)(.*)");
  private static final Pattern COMMENT = Pattern.compile("(?i)--\\s*comment:? (.*)");
  private static final Pattern VALID = Pattern.compile("(?i)--\\s*validCheckSum:? (.*)");
  private static final Pattern ROLLBACK = Pattern.compile("(?i)\\s*--\\s*rollback (.*)");
  private static final Pattern ROLLBACK_START =
      Pattern.compile("(?i)\\s*/\\*\\s*liquibase\\s*rollback\\s*");
  private static final Pattern ROLLBACK_END = Pattern.compile("(.*?)\\*/\\s*");

  private final String path;
  private final int line;
  private final List<String> sql = new ArrayList<>();
  private final List<String> rollback = new ArrayList<>();
  private final List<String> validChecksums = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> refusals = new ArrayList<>();
  private final LiquibasePreconditions preconditions;
  private String author = "";
  private String id = "";
  private String comment = "";
  private LiquibaseAttributes attributes = LiquibaseAttributes.of("");

  private LiquibaseChangeset(String path, int line) {
    this.path = path;
    this.line = line;
    this.preconditions = new LiquibasePreconditions(path, refusals);
  }

  /** Whether a changeset begins with this line. */
  static boolean begins(String line) {
    return MARK.matcher(line).matches();
  }

  /** Reads a changeset that stands alone in a text, in the lines that it has in its file. */
  static LiquibaseChangeset of(String path, String text) {
    String[] lines = text.split("\r\n|\r|\n", -1);
    int first = 0;
    while (first < lines.length - 1 && !begins(lines[first])) {
      first++;
    }
    LiquibaseChangeset changeset = new LiquibaseChangeset(path, first + 1);
    changeset.takeHead(lines[first]);
    changeset.takeLines(lines, first);
    if (changeset.problems.isEmpty() && changeset.sql().isBlank()) {
      changeset.problems.add(changeset.problem(
          first + 1,
          "there is no SQL in this changeset, and Liquibase takes none without",
          "write its statements below it, or remove it"));
    }
    return changeset;
  }

  private void takeHead(String head) {
    Matcher parts = LINE.matcher(head);
    if (!parts.matches()) {
      problems.add(problem(
          line,
          "this is not how a changeset begins",
          "write --changeset author:id, without a blank behind the colon"));
      return;
    }
    author = unquoted(parts.group(1));
    id = unquoted(parts.group(2));
    attributes = LiquibaseAttributes.of(parts.group(3));
    if (attributes.text("runWith") != null) {
      refuse(
          line,
          "runWith:" + attributes.text("runWith") + " has it run by another program",
          "write as SQL what is left to that program");
    }
    if (attributes.isTrue("runAlways", false)) {
      refuse(
          line,
          "runAlways:true has it run with every update, and Codex runs nothing when nothing is new",
          "write runOnChange:true instead");
    }
    if (!attributes.isTrue("failOnError", true)) {
      refuse(
          line,
          "failOnError:false has it count as done after an error, and Codex goes on after none",
          "write the SQL so that it does not fail, with if exists or if not exists");
    }
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private void takeLines(String[] lines, int first) {
    for (int i = 0; i < lines.length; i++) {
      if (i > first && ROLLBACK_START.matcher(lines[i]).matches()) {
        int end = takeRollback(lines, i);
        for (; i <= end; i++) {
          sql.add("");
        }
        i = end;
      } else {
        sql.add(i > first ? takeLine(lines[i], i + 1) : "");
      }
    }
  }

  private int takeRollback(String[] lines, int start) {
    for (int i = start + 1; i < lines.length; i++) {
      Matcher end = ROLLBACK_END.matcher(lines[i]);
      if (end.matches()) {
        rollback.add(end.group(1));
        return i;
      }
      rollback.add(lines[i]);
    }
    problems.add(problem(
        start + 1,
        "this rollback is not closed before the end of the changeset",
        "close it with */"));
    return lines.length - 1;
  }

  /** The line, if it is SQL; otherwise an empty one in its place. */
  private String takeLine(String text, int number) {
    Matcher said = COMMENT.matcher(text);
    Matcher valid = VALID.matcher(text);
    Matcher back = ROLLBACK.matcher(text);
    if (said.matches()) {
      comment = said.group(1).strip();
    } else if (valid.matches()) {
      validChecksums.add(valid.group(1).strip());
    } else if (back.matches()) {
      rollback.add(back.group(1));
    } else if (!preconditions.take(text, number)) {
      return text;
    }
    return "";
  }

  private void refuse(int number, String fact, String advice) {
    refusals.add(problem(number, fact, advice));
  }

  private Problem problem(int number, String fact, String advice) {
    return Problem.at(path, number, 1, fact, advice);
  }

  /** What is wrong with its own line. */
  Problem problem(String fact, String advice) {
    return problem(line, fact, advice);
  }

  String author() {
    return author;
  }

  String id() {
    return id;
  }

  /** What it says of itself, or empty. */
  String comment() {
    return comment;
  }

  LiquibaseAttributes attributes() {
    return attributes;
  }

  List<String> validChecksums() {
    return validChecksums;
  }

  /** What is wrong with the way it is written. */
  List<Problem> problems() {
    return problems;
  }

  /** Why it must not be run. */
  List<Problem> refusals() {
    return refusals;
  }

  /** What must hold for it to be run. */
  Preconditions preconditions() {
    return preconditions.all();
  }

  /** Its SQL as it is written; every line has the number that it has in the file. */
  String sql() {
    return String.join("\n", sql);
  }

  /** What undoes it, or null; one that names another changeset is not followed. */
  @Nullable
  String rollback() {
    String text = String.join("\n", rollback).strip();
    String words = text.toLowerCase(Locale.ROOT);
    boolean none = words.isEmpty()
        || words.startsWith("not required")
        || words.startsWith("empty")
        || words.contains("changesetid");
    return none ? null : text + "\n";
  }
}
