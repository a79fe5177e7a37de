package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.History;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Plan;
import dev.codex.migration.SchemaState;
import dev.codex.migration.ScriptFailure;
import dev.codex.migration.SetSummary;
import dev.codex.migration.Version;
import dev.codex.postgres.ApplicationName;
import dev.codex.postgres.CodexTables;
import dev.codex.postgres.ConnectionLostException;
import dev.codex.postgres.Connector;
import dev.codex.postgres.FailedAttempts;
import dev.codex.postgres.Failures;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.HistoryTable.Glance;
import dev.codex.postgres.Session;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at a database as often as it is asked to, on one connection at most, and says whether the schema is ready. */
final class SchemaLook {
  private static final long LONGEST_SECONDS = 15;

  private final CodexConfig config;
  private final @Nullable RunMigrations migrations;
  private final @Nullable Version version;
  private final Connector connector;
  private final HistoryLink link;
  private final HistoryTable history;
  private final FailedAttempts attempts;
  private @Nullable String lastDigest;
  private @Nullable Plan lastPlan;

  /** What a look has found. */
  sealed interface Verdict {}

  /** Everything is there. */
  record Ready(SchemaState state) implements Verdict {}

  /**
   * Something is missing that may still come.
   *
   * @param plan what is missing, or null if the database has not told
   * @param full whether the server has no connection left for us
   */
  record NotYet(String reason, @Nullable Plan plan, boolean full) implements Verdict {
    NotYet(String reason, @Nullable Plan plan) {
      this(reason, plan, false);
    }
  }

  /** Waiting is in vain. */
  record Hopeless(CodexException failure) implements Verdict {}

  /**
   * @param migrations the scripts of this build, or null to wait for a version
   * @param version the version to wait for, or null
   * @param command what the session is named after
   * @param wake is run when the database tells that something has changed
   */
  SchemaLook(
      Vertx vertx,
      CodexConfig config,
      @Nullable RunMigrations migrations,
      @Nullable Version version,
      String command,
      Runnable wake) {
    this.config = config;
    this.migrations = migrations;
    this.version = version;
    CodexTables tables = new CodexTables(config.migrations().schema());
    this.connector =
        new Connector(vertx, config.database(), ApplicationName.of(command, config.build()));
    this.history = new HistoryTable(tables);
    this.attempts = new FailedAttempts(tables);
    this.link = new HistoryLink(connector, history, wake);
  }

  /** Looks once. Never fails. */
  Future<Verdict> look() {
    return link.connected()
        .compose(open -> evaluate(open)
            .compose(
                verdict -> verdict instanceof NotYet ? listened(open, verdict) : done(verdict)))
        .timeout(LONGEST_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> link.disconnect().map(gone -> verdict(failure)));
  }

  private static Future<Verdict> done(Verdict verdict) {
    return Future.succeededFuture(verdict);
  }

  private Future<Verdict> evaluate(Session open) {
    return history
        .glance(open)
        .compose(glance -> version == null ? bySet(open, glance) : byVersion(open));
  }

  private Future<Verdict> bySet(Session open, Glance glance) {
    RunMigrations own = Objects.requireNonNull(migrations);
    SetSummary summary = own.summary();
    return summary.digest().equals(glance.digest()) && glance.floors().isEmpty()
        ? done(new Ready(summary.complete()))
        : own.read().compose(set -> plan(open, set, glance)).compose(plan -> judge(open, plan));
  }

  /** The rows are read again only when their digest has changed. */
  private Future<Plan> plan(Session open, MigrationSet set, Glance glance) {
    Plan known = lastPlan;
    if (known != null && Objects.equals(lastDigest, glance.digest())) {
      return Future.succeededFuture(known);
    }
    return history
        .read(open)
        .map(read -> Plan.of(set, read, config.planRules()))
        .onSuccess(plan -> {
          lastPlan = plan;
          lastDigest = glance.digest();
        });
  }

  private Future<Verdict> judge(Session open, Plan plan) {
    SchemaState state = plan.state();
    return switch (state.status()) {
      case READY -> done(new Ready(state));
      case MODIFIED, BELOW_FLOOR ->
        done(new Hopeless(new CodexException.ScriptsInvalid(plan.verdicts())));
      case PENDING ->
        attempts
            .hopeless(open, plan.pending())
            .map(failed -> failed
                .<Verdict>map(SchemaLook::failed)
                .orElseGet(() -> new NotYet(describe(state), plan)));
    };
  }

  private static Verdict failed(ScriptFailure failure) {
    return new Hopeless(new CodexException.MigrationFailed(failure, List.of()));
  }

  private static String describe(SchemaState state) {
    int all = state.applied() + state.pending();
    String at = state.version() == null
        ? "nothing has been applied yet"
        : "the schema is at version " + state.version();
    return state.pending() + " of " + all + " migrations are pending, " + at;
  }

  private Future<Verdict> byVersion(Session open) {
    Version wanted = Objects.requireNonNull(version);
    return history
        .read(open)
        .map(read -> read.covers(wanted)
            ? new Ready(new SchemaState(
                SchemaState.Status.READY,
                read.highestVersion().map(Version::toString).orElse(null),
                read.versioned().size(),
                0))
            : new NotYet("version " + wanted + " is not applied, " + at(read), null));
  }

  private static String at(History read) {
    return read.highestVersion()
        .map(highest -> "the schema is at version " + highest)
        .orElse("nothing has been applied yet");
  }

  /** Listens from the first time on, and looks once more: what was told in between would be lost. */
  private Future<Verdict> listened(Session open, Verdict verdict) {
    return link.listen(open).compose(again -> again ? evaluate(open) : done(verdict));
  }

  private Verdict verdict(Throwable failure) {
    String state = Failures.sqlState(failure).orElse("");
    Throwable explained = Refusals.explain(failure, config);
    if (explained instanceof CodexException known) {
      return new Hopeless(known);
    }
    if (failure instanceof ConnectionLostException || Failures.isCancelled(failure)) {
      return new NotYet(Failures.reason(failure), null);
    }
    if (state.equals(Failures.NO_DATABASE) || Failures.isPassing(failure)) {
      return new NotYet(
          config.database().address() + ": " + Failures.reason(failure),
          null,
          state.equals(Failures.TOO_MANY_CONNECTIONS));
    }
    return new Hopeless(connector.unreachable(failure, Duration.ZERO));
  }

  /** Gives the connection up, and one that is still being made. Always succeeds. */
  Future<Void> close() {
    return link.close();
  }
}
