package dev.codex.testing;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes a schema in text, one line for each object and each column, in the words of the server's own functions. What
 * belongs to an extension, to the system or to Codex is left out.
 */
final class Catalog {
  /** Qualifies every name that the server prints. */
  private static final String SETUP = """
      begin isolation level repeatable read read only;
      set local search_path = pg_catalog, pg_temp;
      """;

  /** Names in a comment are those of {@code pg_description}; the privileges in an order of their own. */
  private static final String COMMON = """
      with space as (
        select oid, nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
      ), hidden as (
        select classid, objid from pg_depend where deptype = 'e'
        union all
        select 'pg_class'::regclass, oid from pg_class where relname ~ '^codex_'
        union all
        select 'pg_proc'::regclass, oid from pg_proc where proname ~ '^codex_'
      ), class as (
        select c.*, format('%I.%I', s.name, c.relname) as name
        from pg_class c join space s on s.oid = c.relnamespace
        where c.oid not in (select objid from hidden where classid = 'pg_class'::regclass)
      ), routine as (
        select p.*, format('%I.%I(%s)', s.name, p.proname, pg_get_function_identity_arguments(p.oid)) as name
        from pg_proc p join space s on s.oid = p.pronamespace
        where p.oid not in (select objid from hidden where classid = 'pg_proc'::regclass)
      ), type as (
        select t.*, format('%I.%I', s.name, t.typname) as name
        from pg_type t join space s on s.oid = t.typnamespace
        where t.oid not in (select objid from hidden where classid = 'pg_type'::regclass)
      )
      """;

  private static final List<String> SELECTS = Stream.of(
          CatalogSelects.relations(), CatalogSelects.code(), CatalogSelects.rest())
      .flatMap(List::stream)
      .toList();

  private Catalog() {}

  static String describe(TestSession session) {
    session.execute(SETUP);
    String described = SELECTS.stream()
        .flatMap(select -> session.<String>values(COMMON + select).stream())
        .sorted()
        .collect(Collectors.joining("\n"));
    session.execute("rollback");
    return described;
  }
}
