package dev.codex.postgres;

import dev.codex.migration.Migration;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies small scripts, each as one message that holds its frame and its text, and sends the message of the next one
 * while the server is at this one. What was sent ahead does nothing unless the row before its own is there: after a
 * failure the server is in an aborted transaction, in which its first statement fails, or, where the script has left our
 * transaction, its guard does.
 */
final class MessageRunner {
  private static final String NO_ROW_BEFORE = "22012";

  private final Session session;
  private final ScriptFrame frame;
  private final TransactionEnd end;
  private final StopSignal stop;
  private final LockPatience patience;
  private @Nullable Sent ahead;

  /**
   * A message that is on its way.
   *
   * @param headChars how many characters stand before the script
   * @param headStatements how many statements
   */
  private record Sent(
      Turn turn,
      String text,
      int headChars,
      int headStatements,
      StatementCounter counter,
      Future<SqlResult<Integer>> answer) {}

  MessageRunner(
      Session session,
      ScriptFrame frame,
      TransactionEnd end,
      StopSignal stop,
      LockPatience patience) {
    this.session = session;
    this.frame = frame;
    this.end = end;
    this.stop = stop;
    this.patience = patience;
  }

  /** Whether the server has this one already, and may be at it. */
  boolean hasSent(Turn turn) {
    Sent sent = ahead;
    return sent != null && sent.turn().equals(turn);
  }

  /** Completes when the server is no longer at what was sent ahead, whatever came of it. */
  Future<Void> quiet() {
    Sent sent = ahead;
    return sent == null
        ? Future.succeededFuture()
        : session.awaited(sent.answer()).<Void>mapEmpty().otherwiseEmpty();
  }

  /**
   * Applies a script that fits into a message.
   *
   * @param next another one, which is handed over here next unless this one fails
   */
  Future<Duration> apply(Turn turn, @Nullable Turn next) {
    Sent waiting = hasSent(turn) ? ahead : null;
    ahead = null;
    Future<Sent> sent = waiting != null
        ? Future.succeededFuture(waiting)
        : locks(turn).map(locks -> send(turn, frame.head(locks)));
    return sent.compose(message -> {
      sendAhead(next);
      return outcome(message);
    });
  }

  private Future<String> locks(Turn turn) {
    return patience.setting(session.vertx(), turn.migration());
  }

  /** One that needs a closer look before it is sent waits for its turn. */
  private void sendAhead(@Nullable Turn next) {
    if (next == null || stop.isRequested()) {
      return;
    }
    Future<String> locks = locks(next);
    if (locks.succeeded()) {
      ahead = send(next, frame.headAfter(next.rank() - 1, locks.result()));
    }
  }

  private Sent send(Turn turn, List<String> head) {
    String before = String.join(";", head) + ";";
    String text = turn.migration().script().text().orElseThrow();
    String after = String.join(";", frame.tail(turn.migration(), turn.rank(), turn.commit()));
    StatementCounter counter = new StatementCounter();
    return new Sent(
        turn,
        text,
        before.length(),
        head.size(),
        counter,
        session.send(before + text + "\n;\n" + after, counter));
  }

  /** The time is that since its turn came: the server was at the one before until then. */
  private Future<Duration> outcome(Sent sent) {
    long started = System.nanoTime();
    return session
        .awaited(sent.answer())
        .compose(
            done -> end.recorded(sent.turn().migration(), done)
                .map(seen -> Duration.ofNanos(System.nanoTime() - started)),
            failure -> {
              Future<Void> quiet = quiet();
              ahead = null;
              // the rollback is to end what was sent ahead too, so it must not overtake it
              return failure instanceof PgException refused
                  ? quiet
                      .compose(answered -> end.rollback())
                      .compose(clean -> placed(sent, refused))
                  : Future.failedFuture(failure);
            });
  }

  private Future<Duration> placed(Sent sent, PgException refused) {
    Migration migration = sent.turn().migration();
    String text = sent.text();
    int position = TransactionEnd.position(refused);
    int characters = text.codePointCount(0, text.length());
    int inScript = sent.counter().completed() - sent.headStatements() + 1;
    if (position > sent.headChars() && position <= sent.headChars() + characters + 1) {
      return ScriptPlaces.atCharacter(
              session.vertx(), migration, text, position - sent.headChars(), refused)
          .compose(TransactionEnd::failed);
    }
    if (inScript == 0 && NO_ROW_BEFORE.equals(refused.getSqlState())) {
      return Future.failedFuture(
          new StalePlanException("another process has changed the history", refused));
    }
    if (position > 0 || inScript < 1) {
      return end.refused(migration, refused);
    }
    return ScriptPlaces.ofNth(session.vertx(), migration, inScript, refused)
        .compose(failure ->
            failure.line() > 0 ? TransactionEnd.failed(failure) : end.refused(migration, refused));
  }
}
