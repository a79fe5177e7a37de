package dev.codex.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The INSERT that stands for rows of a COPY: an array of texts for each column, cast row by row, which the server reads
 * in half the time of a list of values. For each row that it takes up it locks a key once more, which costs next to
 * nothing and outlives the rollback: the count tells the row that failed.
 */
final class CopyInsert {
  private static final String TAG = "codex";
  private static final String STAGE = "pg_temp.codex_copy";

  private final List<CopyTarget.Column> columns;
  private final String into;
  private final String key;

  /** @param key the two numbers of an advisory lock that nobody else has */
  private CopyInsert(String table, List<CopyTarget.Column> columns, String key) {
    this.columns = columns;
    String names = columns.stream()
        .map(column -> Quoted.name(column.name()))
        .collect(Collectors.joining(", "));
    this.into = "insert into " + table + (names.isEmpty() ? "" : " (" + names + ")")
        + " overriding system value select ";
    this.key = key;
  }

  static CopyInsert into(CopyTarget target, int processId) {
    return new CopyInsert(target.table(), target.columns(), TAG.hashCode() + ", " + processId);
  }

  /** Into a table of texts for the time being, from which {@link #fromStage} takes all rows in one statement. */
  CopyInsert intoStage() {
    List<CopyTarget.Column> texts = IntStream.range(0, columns.size())
        .mapToObj(i -> new CopyTarget.Column("c" + i, "pg_catalog.text", null))
        .toList();
    return new CopyInsert(STAGE, texts, key);
  }

  String createStage() {
    String texts = IntStream.range(0, columns.size())
        .mapToObj(i -> ", c" + i + " pg_catalog.text")
        .collect(Collectors.joining());
    return "create temporary table codex_copy (n bigint generated always as identity" + texts + ")";
  }

  String dropStage() {
    return "drop table " + STAGE;
  }

  /** The one statement for all rows of the stage, in their order, and before it one for the row too many. */
  String fromStage(long rows) {
    // without the offset the rows would be counted before they are sorted
    return "insert into " + STAGE + " default values; " + into + casts() + " from (select * from "
        + STAGE + " order by n offset 0) as r where " + counting("r.n <= " + rows);
  }

  /** The statement for some rows: an array for each column. */
  String fromArrays(List<StringBuilder> arrays, int rows) {
    StringBuilder message = new StringBuilder(into).append(casts());
    message
        .append(" from rows from (pg_catalog.generate_series(1, ")
        .append(rows + 1)
        .append(')');
    arrays.forEach(array -> {
      message.append(", pg_catalog.unnest(");
      appendQuoted(message, array);
      message.append("::pg_catalog.text[])");
    });
    // the one row too many tells a failure of the last row from one after all of them
    return message
        .append(") as r(")
        .append(names())
        .append(") where ")
        .append(counting("r.n <= " + rows))
        .toString();
  }

  /** Never false because of the lock: that somebody else has it must not cost a row. */
  private String counting(String condition) {
    return "case when pg_catalog.pg_try_advisory_lock_shared(" + key + ") is null then false else "
        + condition + " end";
  }

  /** Takes the count of the locks, and leaves none. */
  String count(long most) {
    return "select pg_catalog.count(*) from pg_catalog.generate_series(1, " + most
        + ") where pg_catalog.pg_advisory_unlock_shared(" + key + ")";
  }

  private String casts() {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> columns.get(i).cast("r.c" + i))
        .collect(Collectors.joining(", "));
  }

  private String names() {
    List<String> names = new ArrayList<>(List.of("n"));
    IntStream.range(0, columns.size()).forEach(i -> names.add("c" + i));
    return String.join(", ", names);
  }

  private static void appendQuoted(StringBuilder message, StringBuilder array) {
    String tag = TAG;
    for (int i = 0; array.indexOf("$" + tag) >= 0; i++) {
      tag = TAG + i;
    }
    message
        .append('$')
        .append(tag)
        .append("${")
        .append(array)
        .append("}$")
        .append(tag)
        .append('$');
  }

  /** Adds a value to the array of its column. */
  static void append(StringBuilder array, @Nullable String value) {
    if (array.length() > 0) {
      array.append(',');
    }
    if (value == null) {
      array.append("NULL");
      return;
    }
    array.append('"');
    for (int i = 0; i < value.length(); i++) {
      char next = value.charAt(i);
      if (next == '"' || next == '\\') {
        array.append('\\');
      }
      array.append(next);
    }
    array.append('"');
  }
}
