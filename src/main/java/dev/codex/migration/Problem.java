package dev.codex.migration;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the scripts or the history, as a value: all of them are found and told at once.
 *
 * @param code what it is, for programs
 * @param fact one sentence of what is the case
 * @param advice one sentence of what to do
 * @param script the path of the script it is about, or null
 * @param version the version it is about, or null
 * @param line the line in the script, from 1; 0 if there is none
 * @param column the column in the line, from 1; 0 if there is none
 */
public record Problem(
    Code code,
    String fact,
    String advice,
    @Nullable String script,
    @Nullable String version,
    int line,
    int column) {

  /** What can be wrong. */
  public enum Code {
    /** A script differs from what was applied. */
    MODIFIED,
    /** Applied, and no script here. */
    MISSING,
    /** Not applied, and below a version that was. */
    OUT_OF_ORDER,
    /** Two scripts with one version. */
    DUPLICATE,
    /** A file name that is no migration's. */
    UNREADABLE_NAME,
    /** A file that cannot be read as text. */
    UNREADABLE_FILE,
    /** A script's text that cannot be run as it stands. */
    INVALID_SCRIPT,
    /** Scripts that could be in two formats. */
    UNCLEAR_FORMAT,
    /** No scripts where they were looked for. */
    NO_SCRIPTS,
    /** What another tool recorded, and cannot be taken over. */
    FOREIGN_HISTORY,
    /** This build is older than an applied migration allows. */
    BELOW_FLOOR,
    /** An index that is not that of the scripts, or cannot be. */
    STALE_INDEX
  }

  /** A problem with a whole file. */
  public static Problem ofFile(Code code, String script, String fact, String advice) {
    return new Problem(code, fact, advice, script, null, 0, 0);
  }

  /** A problem at a place in a script. */
  public static Problem at(String script, int line, int column, String fact, String advice) {
    return new Problem(
        Code.INVALID_SCRIPT,
        script + ":" + line + ":" + column + ": " + fact,
        advice,
        script,
        null,
        line,
        column);
  }

  static Problem duplicate(List<Migration> same) {
    Migration first = same.get(0);
    String scripts = same.stream()
        .map(migration -> migration.script().path())
        .collect(Collectors.joining(" and "));
    String version = first.version() == null ? null : first.version().toString();
    String what = version == null
        ? "the repeatable name \"" + first.description() + "\""
        : "version " + version;
    return new Problem(
        Code.DUPLICATE,
        scripts + " have both " + what,
        "give one of them another " + (version == null ? "name" : "version"),
        same.get(1).script().path(),
        version,
        0,
        0);
  }

  static Problem modified(Migration migration) {
    return new Problem(
        Code.MODIFIED,
        "migration " + migration.label() + " was modified after it was applied ("
            + migration.script().path() + ")",
        "restore the script as it was, or put the change into a new migration",
        migration.script().path(),
        String.valueOf(migration.version()),
        0,
        0);
  }

  static Problem missing(AppliedMigration applied) {
    return new Problem(
        Code.MISSING,
        "migration " + applied.label() + " was applied, and there is no script for it here",
        "put " + applied.script()
            + " back, or set migrations.ignore_missing if it was removed on purpose",
        applied.script(),
        applied.version(),
        0,
        0);
  }

  static Problem outOfOrder(Migration migration, Version highest) {
    return new Problem(
        Code.OUT_OF_ORDER,
        "migration " + migration.label() + " is pending, but version " + highest
            + " was applied already (" + migration.script().path() + ")",
        "give it a version above " + highest + ", or allow it with migrations.out_of_order",
        migration.script().path(),
        String.valueOf(migration.version()),
        0,
        0);
  }

  static Problem belowFloor(Version build, Version floor) {
    return new Problem(
        Code.BELOW_FLOOR,
        "this build is " + build + ", and the schema has moved on to where builds below " + floor
            + " must not run",
        "deploy build " + floor + " or later",
        null,
        null,
        0,
        0);
  }

  /** Fact and advice, as one text. */
  public String sentence() {
    return fact + "; " + advice;
  }
}
