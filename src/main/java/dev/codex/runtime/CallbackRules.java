package dev.codex.runtime;

import dev.codex.migration.Callback;
import dev.codex.migration.Problem;
import dev.codex.script.Inspection;
import java.util.List;

/** What a callback must not do, since there is no journal of it. */
final class CallbackRules {
  private CallbackRules() {}

  static void check(Callback callback, Inspection inspection, List<Problem> problems) {
    String path = callback.migration().script().path();
    if (inspection.mode() == Inspection.Mode.OWN_TRANSACTIONS) {
      problems.add(Problem.ofFile(
          Problem.Code.INVALID_SCRIPT,
          path,
          path + " begins and ends transactions itself, and a callback is run in one",
          "remove BEGIN and COMMIT, or put the statements into a migration"));
    } else if (callback.event().isInside() && inspection.mode().isJournaled()) {
      problems.add(Problem.ofFile(
          Problem.Code.INVALID_SCRIPT,
          path,
          path + " cannot run inside a transaction, and " + callback.event()
              + " runs in that of each migration",
          "name it beforeMigrate or afterMigrate, or put the statements into a migration"));
    }
  }
}
