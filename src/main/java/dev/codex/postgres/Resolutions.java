package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Decision;
import dev.codex.migration.Migration;
import dev.codex.migration.Resolution;
import dev.codex.migration.Statement;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a person has decided about a migration: into the history or the journal, and why into a table of its own. */
public final class Resolutions {
  private static final String TABLE = """
      create table if not exists %1$s (
        id bigint generated always as identity primary key,
        version text,
        description text not null,
        script text not null,
        checksum text not null,
        algorithm smallint not null,
        decision text not null,
        statement int,
        reason text not null,
        build text,
        run_id uuid not null,
        resolved_by text not null default session_user,
        resolved_at timestamptz not null default clock_timestamp());
      comment on table %1$s is 'Codex: what people have decided about migrations of which Codex could not know'""";

  private final Session session;
  private final CodexTables tables;
  private final RunIdentity run;
  private final Journal journal;

  public Resolutions(Session session, CodexTables tables, RunIdentity run) {
    this.session = session;
    this.tables = tables;
    this.run = run;
    this.journal = new Journal(session, tables, run);
  }

  /** Whether the journal holds something of a script. */
  public Future<Boolean> isBegun(Migration migration) {
    return journal
        .read(migration)
        .map(entries -> !entries.isEmpty())
        .recover(failure -> Failures.has(failure, Failures.UNDEFINED_TABLE)
            ? Future.succeededFuture(false)
            : Future.failedFuture(failure));
  }

  /**
   * Looks whether a decision can be carried out.
   *
   * @param journaled whether the script goes statement by statement
   * @return what would come of it; fails with {@link CodexException.Refused} if that makes no sense
   */
  public Future<Resolution> check(
      Migration migration, Decision decision, boolean journaled, boolean dryRun) {
    return session
        .vertx()
        .executeBlocking(() -> journaled ? ScriptSteps.of(migration) : List.<Step>of())
        .compose(steps -> switch (decision.kind()) {
          case APPLIED ->
            Future.succeededFuture(resolution(migration, decision, dryRun, null, steps));
          case NOT_APPLIED ->
            Future.succeededFuture(resolution(
                migration,
                decision,
                dryRun,
                steps.isEmpty() ? null : steps.get(0).first(),
                steps));
          case FROM_STATEMENT ->
            ResolvableStep.find(migration, steps, decision.statement())
                .map(step -> resolution(migration, decision, dryRun, step.first(), steps));
        });
  }

  private static Resolution resolution(
      Migration migration,
      Decision decision,
      boolean dryRun,
      @Nullable Statement next,
      List<Step> steps) {
    int count = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).last().index();
    return new Resolution(migration, decision, dryRun, next, count);
  }

  /**
   * Carries a decision out, all of it together or nothing.
   *
   * @param rank where its row belongs in the history, if it gets one
   * @return fails with {@link StalePlanException} if the history has moved on
   */
  public Future<Void> write(Resolution resolution, int rank) {
    Migration migration = resolution.migration();
    Statement next = resolution.next();
    return session
        .vertx()
        .executeBlocking(() -> next == null ? List.<Step>of() : before(migration, next))
        .compose(done -> Transaction.in(
            session,
            () -> session
                .query(String.join("; ", statements(resolution, rank, done)))
                .<Void>mapEmpty()))
        .recover(failure -> Future.failedFuture(
            failure instanceof PgException refused && new HistoryRow(tables, run).isStale(refused)
                ? new StalePlanException("the history has moved on", refused)
                : failure));
  }

  private static List<Step> before(Migration migration, Statement next) throws java.io.IOException {
    return ScriptSteps.of(migration).stream()
        .filter(step -> !step.isSetting() && step.first().index() < next.index())
        .toList();
  }

  private List<String> statements(Resolution resolution, int rank, List<Step> done) {
    Migration migration = resolution.migration();
    List<String> statements = new ArrayList<>();
    statements.add(TABLE.formatted(tables.resolution()));
    statements.add(journal.doneUpTo(migration, done));
    if (resolution.decision().kind() == Decision.Kind.APPLIED) {
      statements.add(new HistoryRow(tables, run).insert(migration, rank, "0"));
    }
    statements.add(reason(resolution));
    return statements;
  }

  private String reason(Resolution resolution) {
    Migration migration = resolution.migration();
    Decision decision = resolution.decision();
    String version = migration.version() == null ? null : migration.version().toString();
    return "insert into " + tables.resolution()
        + " (version, description, script, checksum, algorithm, decision, statement, reason, build, run_id) values ("
        + String.join(
            ", ",
            Quoted.text(version),
            Quoted.text(migration.description()),
            Quoted.text(migration.script().name()),
            Quoted.text(migration.checksum().value()),
            Integer.toString(migration.checksum().algorithm()),
            Quoted.text(decision.kind().name()),
            decision.statement() == 0 ? "null" : Integer.toString(decision.statement()),
            Quoted.text(decision.reason()),
            Quoted.text(run.build()),
            "'" + run.runId() + "'")
        + ")";
  }

  /** Wakes waiting processes, once a migration is recorded. */
  public Future<Void> tell() {
    return session.query("notify " + Quoted.name(tables.channel())).mapEmpty();
  }
}
