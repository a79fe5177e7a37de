package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.CopyData;
import dev.codex.migration.Migration;
import dev.codex.migration.Problem;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a script that is too large for one message, or that must not be read as one, part by part: each part holds the
 * next statements up to a size that does not stall the event loop. The file is read while it is sent, and hashed again,
 * so that a file that has changed since the plan was made never reaches its history row.
 */
final class ScriptParts {
  private static final int PART_CHARS = 128 * 1024;

  private final Session session;
  private final Migration migration;
  private final StopSignal stop;
  private final Consumer<List<Statement>> listener;

  /** Statements for one message, and the COPY after them, if one ends the part. */
  private record Part(
      List<Statement> statements,
      @Nullable Statement copy,
      @Nullable CopyData data) {
    boolean isEmpty() {
      return statements.isEmpty() && copy == null;
    }
  }

  private ScriptParts(
      Session session, Migration migration, StopSignal stop, Consumer<List<Statement>> listener) {
    this.session = session;
    this.migration = migration;
    this.stop = stop;
    this.listener = listener;
  }

  /** The parts of the script of a migration, of which is told how far it is. */
  static ScriptParts ofMigration(Session session, Migration migration, StopSignal stop) {
    session.statements().begin(0);
    return new ScriptParts(session, migration, stop, session.statements()::sends);
  }

  /** The parts of a script that runs beside a migration. */
  static ScriptParts ofCallback(Session session, Migration callback, StopSignal stop) {
    return new ScriptParts(session, callback, stop, untold -> {});
  }

  /** Completes when every statement has run; fails with the first one that did not. */
  Future<Void> send() {
    return session
        .vertx()
        .executeBlocking(() -> migration.script().open())
        .compose(cursor -> sendFrom(cursor)
            .eventually(() -> session.vertx().<Void>executeBlocking(() -> {
              cursor.close();
              return null;
            })));
  }

  private Future<Void> sendFrom(StatementCursor cursor) {
    return Repeat.whileTrue(() -> session
            .vertx()
            .executeBlocking(() -> nextPart(cursor))
            .compose(part -> part.isEmpty()
                ? Future.succeededFuture(false)
                : sendUnlessStopped(part).map(true)))
        .compose(sent -> session.vertx().executeBlocking(() -> {
          checkUnchanged(migration, cursor);
          return null;
        }));
  }

  private Future<Void> sendUnlessStopped(Part part) {
    if (stop.isRequested()) {
      return Future.failedFuture(
          new CodexException.Interrupted("stopped in " + migration.script().path(), List.of()));
    }
    Future<Void> sent =
        part.statements().isEmpty() ? Future.succeededFuture() : sendPart(part.statements());
    Statement copy = part.copy();
    return copy == null
        ? sent
        : sent.compose(before -> {
          listener.accept(List.of(copy));
          return new CopyLoad(session, migration, copy, stop)
              .send(Objects.requireNonNull(part.data()));
        });
  }

  private static Part nextPart(StatementCursor cursor) throws IOException {
    List<Statement> part = new ArrayList<>();
    int chars = 0;
    while (chars < PART_CHARS) {
      Statement next = cursor.next();
      if (next == null) {
        break;
      }
      if (next.kind() == Statement.Kind.COPY_DATA) {
        return new Part(part, next, cursor.copyData());
      }
      if (isSent(next)) {
        part.add(next);
        chars += next.text().length();
        if (changesLexing(next)) {
          break;
        }
      }
    }
    return new Part(part, null, null);
  }

  /** A transaction block around the whole file is ours, and commands for psql are not for the server. */
  private static boolean isSent(Statement statement) {
    return switch (statement.kind()) {
      case TRANSACTIONAL, OUTSIDE_TRANSACTION -> true;
      case BEGIN, END_OF_TRANSACTION, META_COMMAND, COPY_DATA -> false;
    };
  }

  /** A whole message is read before its first statement runs: what follows has to be in the next one. */
  private static boolean changesLexing(Statement statement) {
    return statement.text().toLowerCase(Locale.ROOT).contains("standard_conforming_strings");
  }

  private Future<Void> sendPart(List<Statement> part) {
    listener.accept(part);
    StringBuilder message = new StringBuilder();
    List<Integer> starts = new ArrayList<>();
    int codePoints = 0;
    for (Statement statement : part) {
      starts.add(codePoints);
      message.append(statement.text()).append("\n;\n");
      codePoints += statement.text().codePointCount(0, statement.text().length()) + 3;
    }
    StatementCounter counter = new StatementCounter();
    return session
        .run(message.toString(), counter)
        .<Void>mapEmpty()
        .recover(failure -> failure instanceof PgException refused
            ? Future.failedFuture(place(part, starts, counter.completed(), refused))
            : Future.failedFuture(failure));
  }

  private CodexException place(
      List<Statement> part, List<Integer> starts, int completed, PgException refused) {
    int position = TransactionEnd.position(refused);
    int failed = Math.min(completed, part.size() - 1);
    while (position > 0 && failed + 1 < part.size() && starts.get(failed + 1) < position) {
      failed++;
    }
    int inStatement = position == 0 ? 0 : position - starts.get(failed);
    return new CodexException.MigrationFailed(
        ScriptPlaces.inStatement(migration, part.get(failed), refused, inStatement, true),
        List.of());
  }

  /** Fails if what was read last is not what the plan was made from. */
  static void checkUnchanged(Migration migration, StatementCursor cursor) {
    if (!cursor.checksum().equals(migration.checksum())) {
      Problem changed = Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          migration.script().path(),
          migration.script().path()
              + " was changed while it was being applied, and nothing of it was kept",
          "run codex migrate again once the file is at rest");
      throw new CodexException.ScriptsInvalid(List.of(changed));
    }
  }
}
