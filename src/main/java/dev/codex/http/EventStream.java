package dev.codex.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code /api/v1/events}: the state as server-sent events, at once and after each change, a few times a second at most.
 * Who reads too slowly misses events, each of which is whole. For the context of one server.
 */
final class EventStream {
  static final int MOST_READERS = 32;
  private static final long GATHER_MILLIS = 150;
  /** Below the idle timeout of this server and of what may stand before it. */
  private static final long HEARTBEAT_MILLIS = 15_000;

  private final Vertx vertx;
  private final Context context;
  private final LiveSchema live;
  private final Runnable listener = this::changed;
  private final Set<HttpServerResponse> readers = new LinkedHashSet<>();
  private final AtomicBoolean due = new AtomicBoolean();

  EventStream(Vertx vertx, LiveSchema live) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.live = live;
    live.onChange(listener);
    vertx.setPeriodic(HEARTBEAT_MILLIS, tick -> write(": still here\n\n"));
  }

  void open(RoutingContext request) {
    if (readers.size() >= MOST_READERS) {
      Answers.send(request, 503, new JsonObject().put("error", "too_many_readers"));
      return;
    }
    HttpServerResponse response = request.response();
    response.putHeader("Content-Type", "text/event-stream").setChunked(true);
    // a proxy that keeps answers until they are complete would keep these for ever
    response.putHeader("X-Accel-Buffering", "no");
    response.closeHandler(closed -> readers.remove(response));
    response.exceptionHandler(failure -> readers.remove(response));
    readers.add(response);
    ignore(response.write("retry: 1000\n\n" + event()));
  }

  /** Many changes at once become one event. May be run on any thread. */
  private void changed() {
    if (due.compareAndSet(false, true)) {
      context.runOnContext(here -> vertx.setTimer(GATHER_MILLIS, passed -> {
        due.set(false);
        write(event());
      }));
    }
  }

  private String event() {
    return "event: state\nid: " + live.revision() + "\ndata: "
        + StateDocument.of(live).encode() + "\n\n";
  }

  private void write(String text) {
    for (HttpServerResponse reader : Set.copyOf(readers)) {
      if (!reader.writeQueueFull()) {
        ignore(reader.write(text));
      }
    }
  }

  /** Ends every stream, so that a server that closes has nobody to wait for. */
  void close() {
    live.forget(listener);
    Set.copyOf(readers).forEach(reader -> ignore(reader.end()));
    readers.clear();
  }

  /** A reader that is gone is taken off the list by its own handlers. */
  private static void ignore(io.vertx.core.Future<Void> written) {
    written.onComplete(done -> {});
  }
}
