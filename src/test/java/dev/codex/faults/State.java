package dev.codex.faults;

import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a run leaves in a database: schema, rows and history, without what no two runs have alike.
 *
 * @param numbers how far its sequences are: what they gave to an attempt that was rolled back they do not give again, and
 *     then rows are counted only
 */
record State(String schema, String rows, String counts, String numbers, String history) {
  private static final String TABLES = """
      select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and c.relname !~ '^codex_' and c.relname <> 'probe' order by 1""";

  /** When a row was written is not compared. */
  private static final String ROWS = """
      select '%1$s ' || coalesce(string_agg(
          regexp_replace(t::text, '\\d{4}-\\d\\d-\\d\\d[^,)]*', '<time>', 'g'), ' ' order by t::text), '') from %1$s t""";

  private static final String COUNTS = "select '%1$s ' || count(*) from %1$s";

  private static final String NUMBERS =
      "select sequencename || ' ' || last_value from pg_sequences where sequencename !~ '^codex_' order by 1";

  private static final String HISTORY = """
      select concat_ws(' ', rank, version, description, kind, script, checksum)
      from public.codex_schema_history order by rank""";

  static State of(TestDatabase database, TestSession session) {
    List<String> tables = session.values(TABLES);
    return new State(
        database.dumpSchema(session),
        ofEach(session, tables, ROWS),
        ofEach(session, tables, COUNTS),
        session.<String>values(NUMBERS).toString(),
        String.join("\n", session.<String>values(HISTORY)));
  }

  private static String ofEach(TestSession session, List<String> tables, String select) {
    return tables.isEmpty()
        ? ""
        : session
            .<String>values(
                tables.stream().map(select::formatted).collect(Collectors.joining(" union all ")))
            .toString();
  }

  /** How another one differs, empty if it does not. */
  List<String> differences(State other) {
    boolean alike = numbers.equals(other.numbers);
    return Stream.of(
            difference("schema", schema, other.schema),
            alike
                ? difference("rows", rows, other.rows)
                : difference("counts", counts, other.counts),
            difference("history", history, other.history))
        .filter(difference -> !difference.isEmpty())
        .toList();
  }

  private static String difference(String what, String expected, String found) {
    if (expected.equals(found)) {
      return "";
    }
    List<String> wanted = expected.lines().toList();
    List<String> there = found.lines().toList();
    return what + " differs: missing " + without(wanted, there) + ", and not expected "
        + without(there, wanted);
  }

  private static List<String> without(List<String> lines, List<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).limit(5).toList();
  }
}
