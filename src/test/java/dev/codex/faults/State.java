package dev.codex.faults;

import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.util.List;
import java.util.stream.Collectors;

/** All that a run leaves in a database: schema, rows and history, without what no two runs have alike. */
record State(String schema, String rows, String history) {
  private static final String TABLES = """
      select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and c.relname !~ '^codex_' and c.relname <> 'probe' order by 1""";

  /** When a row was written is not compared. */
  private static final String ROWS = """
      select '%1$s ' || coalesce(string_agg(
          regexp_replace(t::text, '\\d{4}-\\d\\d-\\d\\d[^,)]*', '<time>', 'g'), ' ' order by t::text), '') from %1$s t""";

  private static final String HISTORY = """
      select concat_ws(' ', rank, version, description, kind, script, checksum)
      from public.codex_schema_history order by rank""";

  static State of(TestDatabase database) {
    try (TestSession session = database.openAsSuperuser()) {
      List<String> tables = session.values(TABLES);
      String rows = tables.isEmpty()
          ? ""
          : session
              .<String>values(
                  tables.stream().map(ROWS::formatted).collect(Collectors.joining(" union all ")))
              .toString();
      return new State(
          database.dumpSchema(), rows, String.join("\n", session.<String>values(HISTORY)));
    }
  }

  /** How another one differs, empty if it does not. */
  List<String> differences(State other) {
    return List.of(
            difference("schema", schema, other.schema),
            difference("rows", rows, other.rows),
            difference("history", history, other.history))
        .stream()
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
