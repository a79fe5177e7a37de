package dev.codex.faults;

import dev.codex.testing.TestSession;
import java.util.List;

/** Whether each transactional script has happened exactly once, and in the transaction that has recorded it. */
final class Probes {
  private static final String TWICE =
      "select script || ' was applied ' || count(*) || ' times' from probe group by script having count(*) <> 1";

  private static final String ELSEWHERE = """
      select p.script || ' was not applied by the transaction that recorded it'
      from probe p left join public.codex_schema_history h on h.script = p.script
      where h.xmin::text::bigint is distinct from (p.xid::text::bigint & 4294967295)""";

  private static final String IN_JOURNAL =
      "select script || ' is still in the journal' from public.codex_journal";

  private static final String SECRET = """
      select 'the password stands in a table' from (
        select h::text as line from public.codex_schema_history h
        union all select a::text from public.codex_attempt a
        union all select j::text from public.codex_journal j) rows
      where position('%s' in line) > 0""".formatted(Workload.CANARY);

  private Probes() {}

  static List<String> violations(TestSession session) {
    boolean probed = session.value("select to_regclass('public.probe') is not null");
    String sql = (probed ? TWICE + " union all " + ELSEWHERE + " union all " : "") + IN_JOURNAL
        + " union all " + SECRET;
    return session.values(sql);
  }
}
