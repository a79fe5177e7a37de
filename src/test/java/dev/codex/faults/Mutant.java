package dev.codex.faults;

import static dev.codex.faults.Edit.result;
import static dev.codex.faults.Edit.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bugs that other tools have had, or that were near: each is planted into the program, and has to be found. */
public enum Mutant {
  HISTORY_ROW_AFTER_COMMIT("first:", sql("send", Mutations::rowAfterCommit)),
  COMMIT_IS_TRUSTED("failing:", result("postgres.MessageRunner", "placed", Mutations::success)),
  SENT_BEFORE_THE_LAST_HAS_SUCCEEDED(
      "outside:",
      result("postgres.JournaledRunner", "run", Mutations::failureKept),
      result("postgres.JournaledRunner", "runAll", Mutations::failureTold)),
  LOCK_IN_A_TRANSACTION_OF_A_SECOND_CONNECTION("nasty:", sql("query", Mutations::withSnapshot)),
  BLOCKING_LOCK("rival:V2__deferred.sql=delay", sql("query", Mutations::blocking)),
  HISTORY_NOT_READ_AGAIN(
      "rival-outside:create index=delay",
      new Edit("postgres.HistoryTable", "read", false, Mutations::firstRead)),
  LOST_COMMIT_COUNTS(
      "first:V2__rows.sql=reset", result("runtime.MigrationRun", "run", Mutations::done)),
  INVALID_INDEX_COUNTS(
      "half-built:",
      result("postgres.ConcurrentIndex", "look", Mutations::valid),
      sql("query", Mutations::notDropped)),
  NO_DEADLINE("first:start-up=stall", result("postgres.Connector", "connect", Mutations::endless)),
  FILE_READ_AGAIN(
      "swapped:pg_try_advisory_lock=delay",
      new Edit("script.FileScript", "text", false, Mutations::fromFile)),
  ANOTHER_DATABASE_AFTER_A_LOST_CONNECTION(
      "elsewhere:", result("runtime.RunLog", "isSame", same -> true)),
  NO_FENCE("unlocked:V2__note.sql=delay", sql("send", Mutations::unfenced)),
  OWN_COMMIT_NOT_NOTICED(
      "own-commit:",
      result("runtime.PendingScripts", "inspect", Mutations::accepted),
      sql("send", Mutations::withoutSavepoint)),
  PASSWORD_IN_AN_EXCEPTION(
      "first:V2__rows.sql=die", result("config.DatabaseConfig", "address", Mutations::secret)),
  OWN_ROLLBACK_RECORDED(
      "own-rollback:",
      result("runtime.PendingScripts", "inspect", Mutations::accepted),
      sql("send", Mutations::withoutSavepoint)),
  LAST_COMMIT_NOT_ON_DISK("crash:", sql("send", Mutations::asynchronous));

  private final String scenario;
  private final List<Edit> edits;

  Mutant(String scenario, Edit... edits) {
    this.scenario = scenario;
    this.edits = List.of(edits);
  }

  /** The run that must show it. */
  String scenario() {
    return scenario;
  }

  List<Edit> edits() {
    return edits;
  }

  Object change(String method, Bug.Place place, @Nullable Object value) {
    return edits.stream()
        .filter(edit -> edit.method().equals(method))
        .findFirst()
        .orElseThrow()
        .change()
        .apply(place, value);
  }
}
