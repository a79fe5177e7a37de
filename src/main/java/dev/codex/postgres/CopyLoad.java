package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.CopyData;
import dev.codex.migration.Migration;
import dev.codex.migration.ScriptFailure;
import dev.codex.migration.Statement;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Does what {@code COPY ... FROM stdin} does, for which the Pg client has no protocol: its rows are read from the script
 * and sent as INSERT statements of a size. Where it matters that they come in one statement, they are gathered in a
 * temporary table first.
 */
final class CopyLoad {
  private static final String FEATURE_NOT_SUPPORTED = "0A000";

  private final Session session;
  private final Migration migration;
  private final Statement statement;
  private final StopSignal stop;

  CopyLoad(Session session, Migration migration, Statement statement, StopSignal stop) {
    this.session = session;
    this.migration = migration;
    this.statement = statement;
    this.stop = stop;
  }

  /** Completes when every row is there; fails with the first one that the server does not take. */
  Future<Void> send(CopyData copy) {
    return CopyTarget.find(session, copy)
        .compose(target -> target.refusal() == null
            ? sendAll(target, copy.rows(target.columnNames()))
            : Future.failedFuture(refused(target)))
        .recover(failure -> Future.failedFuture(placed(failure)));
  }

  private Future<Void> sendAll(CopyTarget target, CopyData.Rows rows) {
    CopyInsert insert = CopyInsert.into(target, session.processId());
    int width = target.columns().size();
    if (!target.atOnce()) {
      return new CopyBatches(session, insert, rows, width, stop, line -> {}).send();
    }
    RowLines lines = new RowLines();
    return session
        .execute(insert.createStage())
        .compose(created ->
            new CopyBatches(session, insert.intoStage(), rows, width, stop, lines::add).send())
        .compose(sent -> session
            .execute(insert.fromStage(lines.count()) + "; " + insert.count(lines.count() + 1) + "; "
                + insert.dropStage())
            .recover(failure -> CopyBatches.failed(session, insert, lines, failure)));
  }

  private Throwable placed(Throwable failure) {
    if (failure instanceof CopyBatches.Failed failed
        && failed.getCause() instanceof PgException refused) {
      return placed(refused, failed.line());
    }
    return failure instanceof PgException refused ? placed(refused, 0) : failure;
  }

  private CodexException placed(PgException refused, int line) {
    return failed(
        line,
        Objects.requireNonNullElse(refused.getSqlState(), ""),
        refused.getErrorMessage(),
        refused.getDetail(),
        refused.getHint());
  }

  private CodexException refused(CopyTarget target) {
    String message = "COPY ... FROM stdin into " + target.table() + ", which " + target.refusal();
    return failed(0, FEATURE_NOT_SUPPORTED, message, null, "write the rows as INSERT statements");
  }

  /** @param line of the row, or 0 for the statement itself */
  private CodexException failed(
      int line, String sqlState, String message, @Nullable String detail, @Nullable String hint) {
    boolean ofRow = line > 0;
    return new CodexException.MigrationFailed(
        new ScriptFailure(
            migration.label(),
            statement.fileOr(migration.script().path()),
            statement.index(),
            ofRow ? line : statement.line(),
            ofRow ? 1 : statement.column(),
            ofRow ? "" : statement.text().lines().findFirst().orElse(""),
            sqlState,
            message,
            detail,
            hint,
            null,
            true),
        List.of());
  }
}
