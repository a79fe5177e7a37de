package dev.codex.runtime;

import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A wire to a server that notes the simple queries that go through, and can be cut when one of them is answered. */
public final class Wire implements AutoCloseable {
  private final TestDatabase database;
  private final NetServer server;
  private int port;
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile Predicate<String> cutAt = query -> false;
  private volatile Cut cut = Cut.ANSWER;

  /** What is lost. */
  public enum Cut {
    /** The query. */
    QUERY,
    /** The connection, while the server is at the query. */
    CONNECTION,
    /** The answer. */
    ANSWER
  }

  private Wire(Vertx vertx, TestDatabase database) {
    this.database = database;
    this.server = vertx.createNetServer().connectHandler(client -> {
      client.pause();
      vertx
          .createNetClient()
          .connect(database.port(), database.host())
          .onSuccess(upstream -> join(client, upstream))
          .onFailure(refused -> client.close());
    });
  }

  public static Wire to(Vertx vertx, TestDatabase database) {
    return to(vertx, database, 0);
  }

  public static Wire to(Vertx vertx, TestDatabase database, int port) {
    Wire wire = new Wire(vertx, database);
    wire.port = Ended.well(wire.server.listen(port, "127.0.0.1")).actualPort();
    return wire;
  }

  public int port() {
    return port;
  }

  /** The configuration that goes through the wire, in clear. */
  public JsonObject config() {
    JsonObject config = database.config();
    config
        .getJsonObject("database")
        .getJsonObject("postgres")
        .put("host", "127.0.0.1")
        .put("port", port)
        .put("ssl_mode", "disable");
    return config;
  }

  /** The queries that have gone through, all connections together. */
  public List<String> queries() {
    return queries;
  }

  /** Loses something, and always the connection with it, each time that a query comes. */
  public void cutAt(Cut what, Predicate<String> query) {
    cut = what;
    cutAt = query;
  }

  public int cuts() {
    return cuts.get();
  }

  /** Lets nobody in any more. */
  public void stopListening() {
    server.close();
  }

  private void join(NetSocket client, NetSocket upstream) {
    Frames frames = new Frames();
    boolean[] muted = new boolean[1];
    boolean[] lost = new boolean[1];
    client.handler(data -> {
      muted[0] |= frames.take(data);
      if (!muted[0] || cut != Cut.QUERY) {
        upstream.write(data);
      }
      if (muted[0] && cut != Cut.ANSWER) {
        cuts.incrementAndGet();
        client.close();
      }
    });
    upstream.handler(data -> {
      if (!muted[0]) {
        client.write(data);
      } else if (cut == Cut.ANSWER && !lost[0]) {
        lost[0] = true;
        cuts.incrementAndGet();
        client.close();
      }
    });
    client.closeHandler(closed -> upstream.close());
    upstream.closeHandler(closed -> client.close());
    client.resume();
  }

  @Override
  public void close() {
    Ended.well(server.close());
  }

  /** The messages of one client: a length first, later a letter before it. */
  private final class Frames {
    private Buffer rest = Buffer.buffer();
    private boolean started;

    /** Whether the wire is to be cut. */
    private boolean take(Buffer data) {
      rest.appendBuffer(data);
      boolean cut = false;
      while (rest.length() >= (started ? 5 : 4)) {
        int type = started ? 1 : 0;
        int end = type + rest.getInt(type);
        if (rest.length() < end) {
          return cut;
        }
        if (started && rest.getByte(0) == 'Q') {
          String query = new String(rest.getBytes(5, end - 1), StandardCharsets.UTF_8);
          queries.add(query);
          cut |= cutAt.test(query);
        }
        started = true;
        rest = rest.getBuffer(end, rest.length());
      }
      return cut;
    }
  }
}
