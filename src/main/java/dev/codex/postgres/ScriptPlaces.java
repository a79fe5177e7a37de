package dev.codex.postgres;

import dev.codex.migration.Migration;
import dev.codex.migration.ScriptFailure;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import dev.codex.migration.Written;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what the server says of a failed statement into a place in the script that a person can open. */
final class ScriptPlaces {
  private ScriptPlaces() {}

  /**
   * The failure of a statement that is at hand.
   *
   * @param failed the server's answer
   * @param position where it is in the statement, in characters from 1; 0 if the server does not say
   */
  static ScriptFailure inStatement(
      Migration migration,
      Statement statement,
      PgException failed,
      int position,
      boolean rolledBack) {
    Written written = statement.written();
    String text = written == null ? statement.text() : written.text();
    int known = position > 0 ? position : CallStack.of(failed).positionIn(statement.text());
    int sent = offset(statement.text(), known);
    int offset = written == null ? sent : written.offset(sent);
    int line = statement.line();
    int lineStart = 0;
    for (int newline = text.indexOf('\n');
        newline >= 0 && newline < offset;
        newline = text.indexOf('\n', newline + 1)) {
      line++;
      lineStart = newline + 1;
    }
    int column = text.codePointCount(lineStart, offset) + (lineStart == 0 ? statement.column() : 1);
    int lineEnd = text.indexOf('\n', offset);
    String source =
        text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd).stripTrailing();
    String shown = lineStart == 0 ? " ".repeat(statement.column() - 1) + source : source;
    String file = statement.fileOr(migration.script().path());
    return failure(migration, file, statement.index(), line, column, shown, failed, rolledBack);
  }

  private static int offset(String text, int position) {
    int characters = text.codePointCount(0, text.length());
    return position > 0 && position <= characters + 1
        ? text.offsetByCodePoints(0, Math.min(position - 1, characters))
        : 0;
  }

  /** The failure of the n-th statement of a script that was sent as one text; reads the script again to find it. */
  static Future<ScriptFailure> ofNth(
      Vertx vertx, Migration migration, int index, PgException failed) {
    return vertx
        .executeBlocking(() -> nth(migration, index))
        .map(statement -> statement == null
            ? whole(migration, failed, true)
            : inStatement(migration, statement, failed, 0, true))
        .recover(unreadable -> Future.succeededFuture(whole(migration, failed, true)));
  }

  /** The failure at a character of a script that was sent as one text; reads the script again for the statement. */
  static Future<ScriptFailure> atCharacter(
      Vertx vertx, Migration migration, String text, int codePoint, PgException failed) {
    ScriptFailure place = atCharacter(migration, text, codePoint, 0, failed);
    return vertx
        .executeBlocking(() -> numberAt(migration, place.line(), place.column()))
        .map(number -> atCharacter(migration, text, codePoint, number, failed))
        .recover(unreadable -> Future.succeededFuture(place));
  }

  private static ScriptFailure atCharacter(
      Migration migration, String text, int codePoint, int statement, PgException failed) {
    Statement whole = new Statement(statement, 1, 1, text, Statement.Kind.TRANSACTIONAL);
    return inStatement(migration, whole, failed, codePoint, true);
  }

  private static int numberAt(Migration migration, int line, int column) throws IOException {
    int number = 0;
    try (StatementCursor cursor = migration.script().open()) {
      Statement next = cursor.next();
      while (next != null
          && (next.line() < line || (next.line() == line && next.column() <= column))) {
        number = next.index();
        next = cursor.next();
      }
    }
    return number;
  }

  /** A failure that belongs to no statement, such as a deferred constraint. */
  static ScriptFailure whole(Migration migration, PgException failed, boolean rolledBack) {
    return failure(migration, migration.script().path(), 0, 0, 0, "", failed, rolledBack);
  }

  private static @Nullable Statement nth(Migration migration, int index) throws IOException {
    try (StatementCursor cursor = migration.script().open()) {
      Statement statement = cursor.next();
      while (statement != null && statement.index() < index) {
        statement = cursor.next();
      }
      return statement;
    }
  }

  private static @Nullable String concealed(Migration migration, @Nullable String message) {
    return message == null ? null : migration.script().conceal(message);
  }

  private static ScriptFailure failure(
      Migration migration,
      String file,
      int index,
      int line,
      int column,
      String source,
      PgException failed,
      boolean rolledBack) {
    return new ScriptFailure(
        migration.label(),
        file,
        index,
        line,
        column,
        source,
        Objects.requireNonNullElse(failed.getSqlState(), ""),
        migration.script().conceal(failed.getErrorMessage()),
        concealed(migration, failed.getDetail()),
        concealed(migration, failed.getHint()),
        concealed(migration, CallStack.of(failed).text()),
        rolledBack);
  }
}
