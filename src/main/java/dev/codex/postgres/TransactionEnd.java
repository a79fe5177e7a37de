package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.ScriptFailure;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlResult;
import java.time.Duration;
import java.util.List;

/** What a transaction of ours comes to: the row that was seen, or a rollback and the failure explained. */
final class TransactionEnd {
  private final Session session;
  private final SessionProfile profile;
  private final ScriptFrame frame;

  TransactionEnd(Session session, SessionProfile profile, ScriptFrame frame) {
    this.session = session;
    this.profile = profile;
    this.frame = frame;
  }

  /** Success is the row seen: the last but one statement of the message returned it. */
  Future<Void> recorded(Migration migration, SqlResult<Integer> first) {
    SqlResult<Integer> insert = first;
    SqlResult<Integer> last = first;
    for (SqlResult<Integer> next = first; next != null; next = next.next()) {
      insert = last;
      last = next;
    }
    if (insert.value() != 1) {
      return Future.failedFuture(new CodexException.OutcomeInDoubt(
          "the server did not confirm that migration " + migration.label() + " was recorded",
          "run codex info to see whether it was applied"));
    }
    return Future.succeededFuture();
  }

  /** After a failure the session is in an aborted transaction; a reset inside the failed message went with it. */
  Future<Void> rollback() {
    return session.query("rollback").compose(ended -> profile.apply(session));
  }

  /** The failure of one of our own statements around the script. */
  Future<Duration> refused(Migration migration, Throwable failure) {
    if (!(failure instanceof PgException refused)) {
      return Future.failedFuture(failure);
    }
    if (frame.isStale(refused)) {
      return Future.failedFuture(
          new StalePlanException("another process has the migration lock", failure));
    }
    return failed(ScriptPlaces.whole(migration, refused, true));
  }

  static Future<Duration> failed(ScriptFailure failure) {
    return Future.failedFuture(new CodexException.MigrationFailed(failure, List.of()));
  }

  /** Where in the text that was sent, in characters from 1; 0 if the server does not say. */
  static int position(PgException refused) {
    String position = refused.getPosition();
    return position == null ? 0 : Integer.parseInt(position);
  }
}
