package dev.codex.postgres;

import io.vertx.core.Future;
import java.util.List;

/**
 * Makes Codex's own tables, under the lock. Columns are only ever added, since two releases of Codex may run against
 * them at once; the number of the format stands in the comment of the history table.
 */
public final class CodexSchema {

  private static final String TABLES = """
      create table if not exists %1$s (
        rank int primary key,
        version text,
        description text not null,
        kind text not null,
        script text not null,
        checksum text not null,
        algorithm smallint not null,
        phase text,
        floor text,
        down_script text,
        down_checksum text,
        release text,
        build text,
        installed_by text not null default session_user,
        installed_at timestamptz not null default clock_timestamp(),
        execution_millis bigint not null,
        run_id uuid not null,
        fenced boolean not null constraint codex_fence check (fenced));
      comment on table %1$s is 'Codex: what was applied to this database (format 1)';
      create table if not exists %2$s (
        id bigint generated always as identity primary key,
        version text,
        description text not null,
        script text not null,
        checksum text not null,
        algorithm smallint not null,
        release text,
        build text,
        run_id uuid not null,
        sqlstate text not null,
        message text not null,
        statement int not null,
        line int not null,
        failed_at timestamptz not null default clock_timestamp());
      comment on table %2$s is 'Codex: what failed; never a state, and never in the way of anything';
      create table if not exists %3$s (
        script text not null,
        checksum text not null,
        statement int not null,
        hash text not null,
        label text not null,
        run_id uuid not null,
        started_at timestamptz not null default clock_timestamp(),
        finished_at timestamptz,
        seen_before text,
        primary key (script, checksum, statement));
      alter table %3$s add column if not exists seen_before text;
      comment on table %3$s is 'Codex: the statements of scripts that run outside a transaction, while they run'""";

  private final CodexTables tables;
  private final Readers readers;

  /** @param readers roles that may read the tables: those of waiting applications */
  public CodexSchema(CodexTables tables, List<String> readers) {
    this.tables = tables;
    this.readers = new Readers(tables, readers);
  }

  /** Makes what is not there and grants the readers; does nothing twice. */
  public Future<Void> ensure(Session session) {
    return PlantedTables.check(session, tables)
        .compose(ours -> isThere(session))
        .compose(there -> there ? Future.succeededFuture() : createUnlessMadeMeanwhile(session))
        .compose(created -> readers.grant(session));
  }

  /** Behind a pooler the lock is not held here: another run may make them at the same moment. */
  private Future<Void> createUnlessMadeMeanwhile(Session session) {
    return create(session)
        .recover(failure -> Failures.isServerError(failure)
            ? isThere(session)
                .compose(there -> there ? Future.succeededFuture() : Future.failedFuture(failure))
            : Future.failedFuture(failure));
  }

  private Future<Boolean> isThere(Session session) {
    String sql = """
        select pg_catalog.to_regclass(%s) is not null and exists (select from pg_attribute
          where attrelid = pg_catalog.to_regclass(%s) and attname = 'seen_before')""".formatted(Quoted.text(tables.history()), Quoted.text(tables.journal()));
    return session.pinned(sql).map(answer -> answer.iterator().next().getBoolean(0));
  }

  private Future<Void> create(Session session) {
    String hasSchema = "select pg_catalog.to_regnamespace(%s) is not null"
        .formatted(Quoted.text(Quoted.name(tables.schema())));
    // whoever waits must never see a table that it may not read
    String tablesSql = TABLES.formatted(tables.history(), tables.attempt(), tables.journal())
        + (readers.isEmpty() ? "" : ";\n" + readers.grants());
    return session
        .pinned(hasSchema)
        .map(answer -> answer.iterator().next().getBoolean(0))
        .map(there ->
            there ? "" : "create schema if not exists " + Quoted.name(tables.schema()) + ";\n")
        .compose(
            schema -> session.pinned("set local synchronous_commit = on;\n" + schema + tablesSql))
        .mapEmpty();
  }
}
