package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.config.ScriptFormat;
import dev.codex.migration.Adoption;
import dev.codex.migration.CodexException;
import dev.codex.migration.ForeignChecksums;
import dev.codex.migration.History;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.postgres.OtherHistory;
import dev.codex.postgres.Session;
import dev.codex.script.ScriptFiles;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The first run in a database is the one that may find the work of another tool, and would do it again. */
final class FirstRun {
  private final CodexConfig config;
  private final Session session;

  FirstRun(CodexConfig config, Session session) {
    this.config = config;
    this.session = session;
  }

  /** Fails with {@link CodexException.ScriptsInvalid} if the tool that the scripts are of has applied some of them. */
  Future<Void> check(MigrationSet set, History read) {
    if (!read.rows().isEmpty() || config.migrations().ignoreOtherHistory()) {
      return Future.succeededFuture();
    }
    return format()
        .compose(format -> OtherHistory.of(session, format))
        .compose(found -> found
            .flatMap(other -> problem(set, other))
            .map(problem ->
                Future.<Void>failedFuture(new CodexException.ScriptsInvalid(List.of(problem))))
            .orElseGet(Future::succeededFuture));
  }

  private Future<ScriptFormat> format() {
    ScriptFormat named = config.migrations().format();
    return named == ScriptFormat.AUTO
        ? ScriptFiles.create(session.vertx())
            .formatOf(config.migrations().locations().get(0))
        : Future.succeededFuture(named);
  }

  private Optional<Problem> problem(MigrationSet set, OtherHistory other) {
    int theirs = Adoption.of(
            other.tool(),
            set,
            History.EMPTY,
            other.rows(),
            ForeignChecksums.NONE,
            null,
            config.planRules())
        .adopted()
        .size();
    return theirs == 0
        ? Optional.empty()
        : Optional.of(new Problem(
            Problem.Code.FOREIGN_HISTORY,
            other.tool() + " has applied " + theirs + " of these "
                + set.migrations().size()
                + " migrations to this database (" + other.table()
                + "), and Codex has no history in it",
            "run codex adopt --from " + other.tool()
                + " before codex migrate; if that table is of another application, set"
                + " migrations.ignore_other_history",
            null,
            null,
            0,
            0));
  }
}
