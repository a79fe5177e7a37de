package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.CopyData;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Sends the rows of a COPY a message at a time, and reads the next ones while the server works. */
final class CopyBatches {
  private static final int MESSAGE_CHARS = 192 * 1024;

  private final Session session;
  private final CopyInsert insert;
  private final CopyData.Rows rows;
  private final int width;
  private final StopSignal stop;
  private final Consumer<Integer> lines;
  private Future<Batch> next;

  /** Rows for one message, as an array for each column. */
  private record Batch(RowLines lines, List<StringBuilder> arrays, boolean last) {}

  /** The server has refused a row, or, with line 0, all of them together. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;

    Failed(int line, Throwable cause) {
      super(cause);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  /** @param lines is told the line of each row, on a worker thread */
  CopyBatches(
      Session session,
      CopyInsert insert,
      CopyData.Rows rows,
      int width,
      StopSignal stop,
      Consumer<Integer> lines) {
    this.session = session;
    this.insert = insert;
    this.rows = rows;
    this.width = width;
    this.stop = stop;
    this.lines = lines;
    this.next = Future.succeededFuture();
  }

  /** Completes when all rows are sent; fails with {@link Failed} if the server has refused one. */
  Future<Void> send() {
    next = read();
    return Repeat.whileTrue(() -> next.compose(batch -> {
      if (stop.isRequested()) {
        return Future.failedFuture(
            new CodexException.Interrupted("stopped between two rows", List.of()));
      }
      next = batch.last() ? Future.succeededFuture(batch) : read();
      return send(batch).map(sent -> !batch.last());
    }));
  }

  private Future<Batch> read() {
    return session.vertx().executeBlocking(this::batch);
  }

  private Batch batch() throws IOException {
    List<StringBuilder> arrays =
        Stream.generate(StringBuilder::new).limit(width).toList();
    RowLines inBatch = new RowLines();
    int chars = 0;
    while (chars < MESSAGE_CHARS) {
      CopyData.Row row = rows.next();
      if (row == null) {
        return new Batch(inBatch, arrays, true);
      }
      for (int i = 0; i < width; i++) {
        CopyInsert.append(arrays.get(i), row.values().get(i));
      }
      inBatch.add(row.line());
      lines.accept(row.line());
      chars += row.size();
    }
    return new Batch(inBatch, arrays, false);
  }

  private Future<Void> send(Batch batch) {
    int size = (int) batch.lines().count();
    String message = insert.fromArrays(batch.arrays(), size) + "; " + insert.count(size + 1L);
    return session.execute(message).recover(failure -> {
      // the script's file must be at rest when it is closed
      Future<Batch> reading = next;
      return reading.transform(read -> failed(session, insert, batch.lines(), failure));
    });
  }

  /** Finds the row at which the server has failed. The transaction is over; the locks outlive it. */
  static Future<Void> failed(
      Session session, CopyInsert insert, RowLines lines, Throwable failure) {
    if (!Failures.isServerError(failure)) {
      return Future.failedFuture(failure);
    }
    return session
        .query("rollback; set client_min_messages = error; " + insert.count(lines.count() + 1))
        .map(answer -> Answers.last(answer).iterator().next().getLong(0))
        .otherwise(0L)
        .compose(taken -> Future.failedFuture(
            new Failed(taken < 1 || taken > lines.count() ? 0 : lines.of(taken), failure)));
  }
}
