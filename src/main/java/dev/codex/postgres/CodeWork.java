package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.ScriptFailure;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Lends the connection of a transaction to the code of a migration, and says what went wrong with it. */
final class CodeWork {
  /** Our savepoint, or the transaction, is not there any more. */
  private static final Set<String> TRANSACTION_GONE = Set.of("25P01", "3B001");

  private final Session session;
  private final Migration migration;
  private final Function<SqlConnection, Future<?>> code;
  private boolean done;

  CodeWork(Session session, Migration migration, Function<SqlConnection, Future<?>> code) {
    this.session = session;
    this.migration = migration;
    this.code = code;
  }

  Future<Void> run() {
    Future<Void> work;
    try {
      work = session.lend(code);
    } catch (RuntimeException thrown) {
      work = Future.failedFuture(thrown);
    }
    return work.recover(this::failure).onSuccess(ended -> done = true);
  }

  /** A failure of the server, or a lost connection, is told as it is elsewhere. */
  private Future<Void> failure(Throwable failure) {
    if (!session.isOpen()) {
      return session.lost(failure);
    }
    return Future.failedFuture(
        failure instanceof PgException ? failure : failed(String.valueOf(failure), true));
  }

  /** What the tail fails with if the code has ended the transaction. */
  Throwable explained(Throwable failure) {
    boolean gone = done
        && failure instanceof CodexException.MigrationFailed failed
        && TRANSACTION_GONE.contains(failed.failure().sqlState());
    return gone
        ? failed(
            "it has ended the transaction that it was given; what it committed is there, and not recorded",
            false)
        : failure;
  }

  private CodexException failed(String message, boolean rolledBack) {
    return new CodexException.MigrationFailed(
        new ScriptFailure(
            migration.label(),
            migration.script().path(),
            0,
            0,
            0,
            "",
            "",
            message,
            null,
            null,
            null,
            rolledBack),
        List.of());
  }
}
