package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Plan;
import dev.codex.migration.Problem;
import dev.codex.migration.SchemaState;
import dev.codex.postgres.ApplicationName;
import dev.codex.postgres.CodexTables;
import dev.codex.postgres.Connector;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.ScriptRunner.Way;
import dev.codex.postgres.StopSignal;
import dev.codex.script.DownScripts;
import dev.codex.script.ScriptFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks once how a database stands to the scripts of this build, and changes nothing. */
public final class SchemaReader {
  private final Vertx vertx;
  private final CodexConfig config;
  private final String command;

  private SchemaReader(Vertx vertx, CodexConfig config, String command) {
    this.vertx = vertx;
    this.config = config;
    this.command = command;
  }

  /** @param command what {@code pg_stat_activity} names as the one that looks, such as {@code info} */
  public static SchemaReader create(Vertx vertx, CodexConfig config, String command) {
    return new SchemaReader(vertx, config, command);
  }

  /** Reads the scripts, and finds what is written in Java; needs no database. */
  public Future<MigrationSet> migrations() {
    return BuildMigrations.load(vertx, config, List.of());
  }

  /**
   * Reads the scripts and the history.
   *
   * @return the plan, with every problem of scripts and history in it; fails with
   *     {@link CodexException.DatabaseUnreachable} if the server is not reached within {@code database.connect_budget}
   */
  public Future<Plan> read() {
    return migrations().compose(this::plan);
  }

  /**
   * Reads, and demands that everything is applied.
   *
   * @return the state, which is ready; fails with {@link CodexException.ScriptsInvalid} if a script was modified or this
   *     build is below a floor, and with {@link CodexException.Pending} if something is still to be applied
   */
  public Future<SchemaState> verify() {
    return read().compose(plan -> {
      SchemaState state = plan.state();
      if (!plan.set().problems().isEmpty()) {
        return Future.failedFuture(new CodexException.ScriptsInvalid(plan.set().problems()));
      }
      return switch (state.status()) {
        case READY -> Future.succeededFuture(state);
        case PENDING -> Future.failedFuture(new CodexException.Pending(state));
        case MODIFIED, BELOW_FLOOR ->
          Future.failedFuture(new CodexException.ScriptsInvalid(plan.verdicts()));
      };
    });
  }

  /**
   * Reads every pending script to its end.
   *
   * @return how they would be run, and what would stop them; needs no database
   */
  public Future<PendingInspection> inspect(Plan plan) {
    PendingScripts scripts = new PendingScripts(vertx);
    return scripts
        .inspect(plan)
        .map(List.<Problem>of())
        .recover(failure -> failure instanceof CodexException.ScriptsInvalid invalid
            ? Future.succeededFuture(invalid.problems())
            : Future.failedFuture(failure))
        .map(problems -> new PendingInspection(problems, journaled(plan, scripts)));
  }

  /** Reads every down script to its end, and tells what is wrong with them; needs no database. */
  public Future<List<Problem>> inspectDown(MigrationSet set) {
    return vertx.executeBlocking(() -> DownScripts.problems(set), false);
  }

  /** Reads every script anew, and tells what an index that is there has wrong; needs no database. */
  public Future<List<Problem>> inspectIndex() {
    return ScriptFiles.create(vertx).indexProblems(config);
  }

  private static Set<Migration> journaled(Plan plan, PendingScripts scripts) {
    return plan.pending().stream()
        .filter(migration -> scripts.way(migration) == Way.STATEMENT_BY_STATEMENT)
        .collect(Collectors.toSet());
  }

  private Future<Plan> plan(MigrationSet set) {
    HistoryTable history = new HistoryTable(new CodexTables(config.migrations().schema()));
    return new Connector(vertx, config.database(), ApplicationName.of(command, config.build()))
        .connectWithin(config.database().connectBudget(), new StopSignal())
        .compose(session -> history
            .read(session)
            .recover(failure -> Future.failedFuture(Refusals.explain(failure, config)))
            .eventually(session::close))
        .map(read -> Plan.of(set, read, config.planRules()));
  }
}
