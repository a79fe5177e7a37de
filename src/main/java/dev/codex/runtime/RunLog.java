package dev.codex.runtime;

import dev.codex.migration.AppliedMigration;
import dev.codex.migration.CodexException;
import dev.codex.migration.History;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport.Applied;
import dev.codex.postgres.Failures;
import dev.codex.postgres.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a run has done so far, across the connections it may need. */
final class RunLog {
  private final UUID runId = UUID.randomUUID();
  private final List<Applied> applied = new ArrayList<>();
  private final Promise<Void> ended = Promise.promise();
  private volatile @Nullable Session session;
  private volatile @Nullable Migration inFlight;

  UUID runId() {
    return runId;
  }

  synchronized List<Applied> applied() {
    return List.copyOf(applied);
  }

  void connected(Session connected) {
    session = connected;
  }

  void started(Migration migration) {
    inFlight = migration;
  }

  synchronized void finished(Migration migration, Duration execution) {
    applied.add(new Applied(migration, execution));
    inFlight = null;
  }

  void failed() {
    inFlight = null;
  }

  boolean isInFlight() {
    return inFlight != null;
  }

  /** After a lost connection the history says whether the migration that was under way was applied. */
  void settle(History history) {
    Migration unsettled = inFlight;
    if (unsettled == null) {
      return;
    }
    inFlight = null;
    history.rows().stream()
        .filter(row -> row.runId().equals(runId) && isRowOf(row, unsettled))
        .findFirst()
        .ifPresent(row -> finished(unsettled, row.execution()));
  }

  private static boolean isRowOf(AppliedMigration row, Migration migration) {
    return row.script().equals(migration.script().path()) && row.sameText(migration.checksum());
  }

  CodexException inDoubt(Throwable failure) {
    Migration unsettled = inFlight;
    if (unsettled == null) {
      return new CodexException.DatabaseUnreachable(
          Failures.reason(failure), "run codex migrate again when the server is up", null);
    }
    return new CodexException.OutcomeInDoubt(
        "the connection was lost while migration " + unsettled.label()
            + " was being applied, and could not be made again: " + Failures.reason(failure),
        "run codex info when the server is up to see whether it was applied, and codex migrate to go on");
  }

  CodexException interrupted() {
    Migration cut = inFlight;
    String done = switch (applied.size()) {
      case 0 -> "nothing was applied";
      case 1 -> "1 migration was applied";
      default -> applied.size() + " migrations were applied";
    };
    String what = cut == null ? "stopped" : "stopped in migration " + cut.label() + ", which was not recorded";
    return new CodexException.Interrupted(what + "; " + done, applied());
  }

  Future<Void> cancel() {
    Session current = session;
    if (current == null || inFlight == null || !current.isOpen()) {
      return ended.future();
    }
    return current.cancel().compose(cancelled -> ended.future());
  }

  void ended() {
    ended.tryComplete();
  }
}
